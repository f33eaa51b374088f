/** Compresses a request body off the main thread: `node:zlib` on Node, a compression stream elsewhere. */

/** The gzip form of `body`, or undefined where nothing can make it or it fails: then the plain body is sent. */
export async function gzip(body: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const zlib = globalThis.process?.getBuiltinModule?.('node:zlib');
    if (zlib !== undefined) {
      return await new Promise((resolve, reject) =>
        zlib.gzip(body, (error, packed) => (error ? reject(error) : resolve(packed))),
      );
    }
    const stream = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    return undefined;
  }
}
