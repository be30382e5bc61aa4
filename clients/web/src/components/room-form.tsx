import { useForm } from "../deeds/use-form";
import { LIMITS, type Room } from "hubbub";
import type { PurposeKind, RoomDraft } from "../deeds/wire";
import { tagsIn } from "../text/counting";
import type { Access } from "../text/access";
import { AccessFields } from "./access-fields";
import { Alert } from "./alert";
import { Button } from "./button";
import { SelectField, TextAreaField, TextField } from "./field";
import { kindWords } from "./purpose";

interface Values {
  name: string;
  statement: string;
  kind: PurposeKind;
  tags: string;
  signs: [string, string, string];
  access: Access;
  look: boolean;
}

interface Props {
  /** The room to change, or null for a new one. */
  room: Room | null;
  deed: string;
  onSave: (draft: RoomDraft) => Promise<void>;
}

/** What a room is called and what it is for. */
export function RoomForm({ room, deed, onSave }: Props) {
  const form = useForm<Values>(valuesOf(room), (values) => onSave(draftOf(values, room)));
  const { values, set, errorAt } = form;

  return (
    <form className="form" onSubmit={form.onSubmit}>
      <TextField
        label="Name"
        required
        limit={LIMITS.max_room_name}
        placeholder="Sourdough"
        value={values.name}
        error={errorAt("name")}
        onChange={(event) => {
          set("name", event.target.value);
        }}
      />
      <TextAreaField
        label="Purpose"
        required
        limit={LIMITS.max_statement}
        placeholder="bake better bread together, and laugh about the bricks"
        hint={`Newcomers read: “You are joining to ${values.statement || "…"}”`}
        value={values.statement}
        error={errorAt("purpose.statement")}
        onChange={(event) => {
          set("statement", event.target.value);
        }}
      />
      <SelectField
        label="Kind"
        value={values.kind}
        error={errorAt("purpose.kind")}
        onChange={(event) => {
          set("kind", event.target.value as PurposeKind);
        }}
      >
        {Object.entries(kindWords).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </SelectField>
      <TextField
        label="Tags"
        hint="Up to ten, with spaces between: small letters, digits and hyphens."
        placeholder="bread sourdough baking"
        value={values.tags}
        error={errorAt("purpose.tags")}
        onChange={(event) => {
          set("tags", event.target.value);
        }}
      />
      <fieldset className="form">
        <legend className="legend">Signs of success (up to three, if you like)</legend>
        {values.signs.map((sign, index) => (
          <TextField
            // The three fields never change places.
            key={index}
            label={`Sign ${index + 1}`}
            limit={LIMITS.max_sign}
            placeholder={signExamples[index]}
            value={sign}
            error={index === 0 ? errorAt("purpose.signs") : undefined}
            onChange={(event) => {
              set("signs", withSign(values.signs, index, event.target.value));
            }}
          />
        ))}
      </fieldset>
      <AccessFields
        room={room}
        access={values.access}
        look={values.look}
        onAccess={(access) => {
          set("access", access);
        }}
        onLook={(look) => {
          set("look", look);
        }}
      />
      <Alert problem={form.problem} fields={SHOWN_FIELDS} />
      <div className="button-row">
        <Button look="primary" type="submit" busy={form.busy}>
          {deed}
        </Button>
      </div>
    </form>
  );
}

const SHOWN_FIELDS = ["name", "purpose.statement", "purpose.kind", "purpose.tags", "purpose.signs"];
const signExamples = ["Every question gets an answer", "Newcomers bake within a week", ""];

function valuesOf(room: Room | null): Values {
  const [first = "", second = "", third = ""] = room?.purpose.signs ?? [];
  return {
    name: room?.name ?? "",
    statement: room?.purpose.statement ?? "",
    kind: room?.purpose.kind ?? "hobby",
    tags: (room?.purpose.tags ?? []).join(" "),
    signs: [first, second, third],
    access: room?.access ?? "open",
    look: room?.look ?? true,
  };
}

/** What the form asks for; of the door, only what the hub lets this member say of it. */
function draftOf(values: Values, room: Room | null): RoomDraft {
  return {
    name: values.name.trim(),
    purpose: {
      statement: values.statement.trim(),
      kind: values.kind,
      tags: tagsIn(values.tags),
      signs: values.signs.map((sign) => sign.trim()).filter((sign) => sign !== ""),
    },
    ...(values.access !== room?.access && { access: values.access }),
    ...(values.access === "open" && { look: values.look }),
  };
}

function withSign(signs: Values["signs"], index: number, sign: string): Values["signs"] {
  const [first, second, third] = signs;
  switch (index) {
    case 0:
      return [sign, second, third];
    case 1:
      return [first, sign, third];
    default:
      return [first, second, sign];
  }
}
