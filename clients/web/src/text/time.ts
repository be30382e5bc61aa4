/** Times as people read them. The wire counts microseconds since 1970. */

const clockTime = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const fullTime = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });
const weekday = new Intl.DateTimeFormat(undefined, {
  weekday: "long",
  day: "numeric",
  month: "long",
});
const otherYear = new Intl.DateTimeFormat(undefined, { dateStyle: "long" });
const mediumDate = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const distance = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

/** The date of a time on the wire. */
export function dateOf(microseconds: number): Date {
  return new Date(microseconds / 1000);
}

/** "14:05" */
export function clock(microseconds: number): string {
  return clockTime.format(dateOf(microseconds));
}

/** "Tuesday, 3 March 2026 at 14:05" */
export function inFull(microseconds: number): string {
  return fullTime.format(dateOf(microseconds));
}

/** "3 Mar 2026" */
export function onDate(microseconds: number): string {
  return mediumDate.format(dateOf(microseconds));
}

/** Whether two times lie on the same day here. */
export function isSameDay(a: number, b: number): boolean {
  return dateOf(a).toDateString() === dateOf(b).toDateString();
}

/** "Today", "Yesterday", "Tuesday, 3 March", or with its year if that is another. */
export function dayName(microseconds: number, nowMs: number): string {
  const day = dateOf(microseconds);
  const now = new Date(nowMs);
  const daysAgo = Math.round((midnight(now) - midnight(day)) / 86_400_000);
  if (daysAgo === 0 || daysAgo === 1) return capital(distance.format(-daysAgo, "day"));
  return (day.getFullYear() === now.getFullYear() ? weekday : otherYear).format(day);
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "3 hours ago", or "just now" within a minute. */
export function ago(microseconds: number, nowMs: number): string {
  const seconds = Math.max(0, (nowMs - microseconds / 1000) / 1000);
  const step = STEPS.find(([, length]) => seconds >= length);
  return step ? distance.format(-Math.floor(seconds / step[1]), step[0]) : "just now";
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
