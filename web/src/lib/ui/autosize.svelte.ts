// SPDX-License-Identifier: AGPL-3.0-only
import type { Attachment } from 'svelte/attachments';

/** Makes a text area as high as its text. `text` is read so that the height follows a change from outside too. */
export function autosize(text: () => string): Attachment<HTMLTextAreaElement> {
	return (area) => {
		const fit = () => {
			area.style.height = '0';
			// The border is not part of scrollHeight.
			area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
		};
		$effect(() => {
			text();
			fit();
		});
		const observer = new ResizeObserver(([entry]) => {
			if (entry && entry.contentRect.width !== width) {
				width = entry.contentRect.width;
				fit();
			}
		});
		let width = area.clientWidth;
		observer.observe(area);
		return () => observer.disconnect();
	};
}
