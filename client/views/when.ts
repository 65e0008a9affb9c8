/** When a run began, as short as tells it: the time of day, before today with its date. */
export function whenText(started: Date, now = new Date()): string {
  const time = started.toLocaleTimeString();
  return started.toDateString() === now.toDateString()
    ? time
    : `${started.toLocaleDateString(undefined, { day: 'numeric', month: 'short', ...(started.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }) })}, ${time}`;
}
