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
  send(data: string | Uint8Array<ArrayBuffer>): void;
  /** Close it; it says nothing any more. */
  close(): void;
}

/** Opens sockets. */
export type OpenSocket = (url: string, subprotocol: string, listener: SocketListener) => Socket;

/** The part of the standard WebSocket that is used; that of Node's `ws` has it too. */
export interface WebSocketLike {
  binaryType: string;
  onopen: unknown;
  onmessage: unknown;
  onclose: unknown;
  onerror: unknown;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number): void;
}

/** Open sockets with a class of the standard's shape; without one, the platform's own. */
export function openWith(
  WebSocketClass: new (url: string, subprotocol: string) => WebSocketLike = WebSocket,
): OpenSocket {
  return (url, subprotocol, listener) => {
    const socket = new WebSocketClass(url, subprotocol);
    socket.binaryType = "arraybuffer";
    const silence = (): void => {
      socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
    };
    // After an error `onclose` follows, but that of Node 20 keeps quiet if it never opened.
    socket.onerror = () => {
      silence();
      listener.closed(1006, "the socket did not open");
    };
    socket.onopen = () => {
      socket.onerror = () => undefined;
      listener.opened();
    };
    socket.onmessage = ({ data }: { readonly data: string | ArrayBuffer }) => {
      listener.received(typeof data === "string" ? data : new Uint8Array(data));
    };
    socket.onclose = ({ code, reason }: { readonly code: number; readonly reason: string }) => {
      silence();
      listener.closed(code, reason);
    };
    return {
      send(data) {
        socket.send(data);
      },
      close() {
        silence();
        // An error of what is closed on purpose is nobody's concern.
        socket.onerror = () => undefined;
        socket.close(1000);
      },
    };
  };
}
