// SPDX-License-Identifier: AGPL-3.0-only

// The words around a date are English, so its own are too; the clock (12 or 24 hours) is the reader's.
const language = navigator.languages.find((tag) => tag.startsWith('en')) ?? 'en-GB';
const hour12 = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions().hour12 ?? false;

const hour = hour12 ? 'numeric' : '2-digit';
const time = new Intl.DateTimeFormat(language, { hour, minute: '2-digit', hour12 });
const dayThisYear = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' });
const dayOtherYear = new Intl.DateTimeFormat(language, {
	weekday: 'long',
	day: 'numeric',
	month: 'long',
	year: 'numeric'
});
const date = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' });
const exact = new Intl.DateTimeFormat(language, {
	weekday: 'long',
	day: 'numeric',
	month: 'long',
	year: 'numeric',
	hour,
	minute: '2-digit',
	hour12
});

/** "18:02" in the reader's time zone. */
export function clock(iso: string): string {
	return time.format(new Date(iso));
}

/** "Tuesday, 24 November"; never "today", since the reader's clock may be wrong. */
export function dayLabel(iso: string): string {
	const date = new Date(iso);
	return (date.getFullYear() === new Date().getFullYear() ? dayThisYear : dayOtherYear).format(date);
}

/** "24 November 2026". */
export function longDate(iso: string): string {
	return date.format(new Date(iso));
}

export function exactTime(iso: string): string {
	return exact.format(new Date(iso));
}

/** Equal for two times of one calendar day of the reader. */
export function dayKey(iso: string): string {
	const date = new Date(iso);
	return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}
