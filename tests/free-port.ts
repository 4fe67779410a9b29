import { once } from "node:events";
import { createServer } from "node:net";

/** A port on this machine that nobody listens on. */
export async function freePort(): Promise<number> {
	const probe = createServer().listen(0, "127.0.0.1");
	await once(probe, "listening");
	const address = probe.address();
	probe.close();
	await once(probe, "close");
	if (address === null || typeof address === "string") throw new Error("a server on a port has no port");
	return address.port;
}
