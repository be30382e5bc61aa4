/** What this browser is called among one's sign-ins: "Firefox on Linux". */
export function thisBrowser(agent: string = navigator.userAgent): string {
  const browser = firstIn(agent, [
    ["Edg/", "Edge"],
    ["OPR/", "Opera"],
    ["Firefox/", "Firefox"],
    ["Chrome/", "Chrome"],
    ["Safari/", "Safari"],
  ]);
  const system = firstIn(agent, [
    ["Android", "Android"],
    ["iPhone", "iPhone"],
    ["iPad", "iPad"],
    ["Windows", "Windows"],
    ["Mac OS", "macOS"],
    ["CrOS", "ChromeOS"],
    ["Linux", "Linux"],
  ]);
  return `${browser ?? "A browser"} on ${system ?? "another system"}`;
}

/** Browsers name those they descend from too, so the order counts. */
function firstIn(agent: string, marks: readonly (readonly [string, string])[]): string | null {
  return marks.find(([mark]) => agent.includes(mark))?.[1] ?? null;
}
