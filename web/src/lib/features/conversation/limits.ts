// SPDX-License-Identifier: AGPL-3.0-only

/** Characters of one message; the server counts them the same way. */
export const MAX_CHARACTERS = 4000;
