/** Line drawings on a grid of 20; the colour is that of the text around them. */
const drawings = {
  add: "M10 4v12M4 10h12",
  archive: "M3 5h14v3H3zM4.5 8v7.5h11V8M8 11h4",
  block: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M5 5l10 10",
  close: "M5 5l10 10M15 5L5 15",
  copy: "M7 7h9v9H7zM4 13V4h9",
  down: "M10 4v12M5 11l5 5 5-5",
  download: "M10 3.5v9M6 9l4 4 4-4M4 16.5h12",
  edit: "M4 16l1-4 8-8 3 3-8 8zM11.5 5.5l3 3",
  emoji: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M7 12c1.5 2 4.5 2 6 0M7.5 8v.5M12.5 8v.5",
  hide: "M3 10c2-3 4.3-4.5 7-4.5s5 1.5 7 4.5c-2 3-4.3 4.5-7 4.5S5 13 3 10M4 16L16 4",
  info: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 9.5V14M10 6.5v.2",
  link: "M8.5 11.5l3-3M9 6l1.5-1.5a3.2 3.2 0 0 1 5 5L14 11M11 14l-1.5 1.5a3.2 3.2 0 0 1-5-5L6 9",
  leave: "M8 4H4v12h4M9 10h8M14 7l3 3-3 3",
  meet: "M6 8.7a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8M14 8.7a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8M2 15.5c0-2.8 1.7-4.3 4-4.3s4 1.5 4 4.3c0-2.8 1.7-4.3 4-4.3s4 1.5 4 4.3",
  menu: "M3 6h14M3 10h14M3 14h14",
  more: "M4.2 10a.6.6 0 1 0 1.2 0a.6.6 0 1 0-1.2 0M9.4 10a.6.6 0 1 0 1.2 0a.6.6 0 1 0-1.2 0M14.6 10a.6.6 0 1 0 1.2 0a.6.6 0 1 0-1.2 0",
  people:
    "M7.5 9.5a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6M2.5 16c0-3 2.2-4.5 5-4.5s5 1.5 5 4.5M13 4.2a2.8 2.8 0 0 1 0 5.2M14 11.7c2.2.4 3.5 1.9 3.5 4.3",
  person: "M10 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6M4 16.5c0-3.4 2.7-5 6-5s6 1.6 6 5",
  pin: "M7 3h6l-1 5 3 3H5l3-3zM10 11v6",
  reply: "M8 5L3.5 9.5 8 14M3.5 9.5H11c3.5 0 5.5 2 5.5 5.5",
  search: "M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4M12.7 12.7L17 17",
  send: "M3 10l14-6-5 13-3-5.5zM9 11.5L17 4",
  settings: "M4 6h6M14 6h2M4 14h2M10 14h6M12 4v4M8 12v4",
  trash: "M4 6h12M8 6V4h4v2M5.5 6l.7 10.5h7.6L14.5 6M8.5 9v5M11.5 9v5",
} as const;

export type IconName = keyof typeof drawings;

/** A drawing that says nothing by itself: what it stands beside has the words. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={drawings[name]} />
    </svg>
  );
}
