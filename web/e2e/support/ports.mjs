// SPDX-License-Identifier: AGPL-3.0-only
import { createServer } from 'node:net';

/** A port of this machine that nobody uses at the moment. */
export async function freePort() {
	const probe = createServer();
	await new Promise((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
	const { port } = probe.address();
	await new Promise((resolve) => probe.close(resolve));
	return port;
}
