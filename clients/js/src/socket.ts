/** What a socket tells the one who opened it. After `closed` it says nothing more. */
export interface SocketListener {
  opened(): void;
  /** A whole WebSocket message. */
  received(data: string | Uint8Array): void;
  /** Gone, or never opened. */
  closed(code: number, reason: string): void;
}

/** The network link, as far as the live link needs it: this is where a test puts a fake. */
export interface Socket {
  send(data: string | Uint8Array): void;
  close(): void;
}

/** Opens sockets. */
export type OpenSocket = (url: string, subprotocol: string, listener: SocketListener) => Socket;

/** The part of the standard WebSocket class that is used; Node's `ws` has it too. */
export type WebSocketClass = new (url: string, subprotocol: string) => WebSocketLike;

export interface WebSocketLike {
  binaryType: string;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
}
