import { setTheme, useTheme, type Theme } from "../deeds/theme";
import "./theme-switch.css";

const themes: readonly [Theme, string][] = [
  ["system", "Like the system"],
  ["light", "Light"],
  ["dark", "Dark"],
];

/** Light or dark, or as the system has it. */
export function ThemeSwitch() {
  const theme = useTheme();
  return (
    <fieldset className="theme-switch">
      <legend className="unseen">Colours</legend>
      {themes.map(([value, words]) => (
        <label key={value}>
          <input
            type="radio"
            name="theme"
            value={value}
            checked={theme === value}
            onChange={() => {
              setTheme(value);
            }}
          />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  );
}
