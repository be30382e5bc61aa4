import type { Answer, Api, DirectChannelExport, MemberCard, Message } from "hubbub";
import { saveFile } from "./save-file";

/** Save all that stands in a direct channel as a file, also after the end. */
export async function saveExport(api: Api, id: string, name: string): Promise<void> {
  const messages: Message[] = [];
  const members = new Map<string, MemberCard>();
  let channel: DirectChannelExport["channel"] | null = null;
  let after: number | null = 0;
  while (after !== null) {
    const asked = { path: { channel: id }, query: { after } };
    const part: Answer<"export_direct_channel"> = await api.call("export_direct_channel", asked);
    channel = part.channel;
    messages.push(...part.messages);
    for (const member of part.members) members.set(member.id, member);
    after = part.next;
  }
  const copy = { channel, members: [...members.values()], messages };
  saveFile(`hubbub-${name}.json`, JSON.stringify(copy, null, 2));
}
