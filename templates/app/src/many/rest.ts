// A pause in long work.

/** Lets the page draw and hear. A timer would wait longer than that takes. */
export function rest(): Promise<void> {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done();
    port2.postMessage(null);
  });
}
