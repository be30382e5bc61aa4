/** What a stream is of, by its name. */

/** The id of the room that a stream is of; null for another. */
export function roomOfStream(stream: string): string | null {
  return idBehind("room:", stream);
}

/** The id of the direct channel that a stream is of; null for another. */
export function channelOfStream(stream: string): string | null {
  return idBehind("direct:", stream);
}

function idBehind(kind: string, stream: string): string | null {
  return stream.startsWith(kind) ? stream.slice(kind.length) : null;
}
