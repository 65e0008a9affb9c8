/** Typed messages between a page and the extension. The page says that it is ready and gets one snapshot. */
export interface Channel<From> {
  send(message: From): void;
  /** Keeps something for when the page is made anew, as after its tab was hidden; only the last is kept. */
  keep(value: unknown): void;
  /** What was kept; undefined: nothing. */
  kept(): unknown;
}

export function openChannel<From extends { type: string }, To extends { type: string }>(
  receive: (message: To) => void,
): Channel<From> {
  const host = acquireVsCodeApi();
  window.addEventListener('message', (event: MessageEvent<To>) => receive(event.data));
  return {
    send: (message) => host.postMessage(message),
    keep: (value) => host.setState(value),
    kept: () => host.getState(),
  };
}
