/** Typed messages between a page and the extension. The page says that it is ready and gets one snapshot. */
export interface Channel<From> {
  send(message: From): void;
}

export function openChannel<From extends { type: string }, To extends { type: string }>(
  receive: (message: To) => void,
): Channel<From> {
  const host = acquireVsCodeApi();
  window.addEventListener('message', (event: MessageEvent<To>) => receive(event.data));
  return { send: (message) => host.postMessage(message) };
}
