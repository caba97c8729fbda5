// SPDX-License-Identifier: AGPL-3.0-only
import { t } from './en';

/** The sentence for an error code of the API. */
export function sentenceFor(code: string): string {
	return t.errors[code] ?? t.errorUnknown(code);
}
