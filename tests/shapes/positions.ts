import { type CorpusFile, instance, named, source } from "./row.ts";

const plain = source`
	/* a comment, ünïcödé, 😀😀, 漢字 */ import { A } from "./classes.ts";
		/** doc */ export /* 😀 */ const /* ü */ f = /* 漢 */ () => "😀"; /* 😀 */ export const g = () => "after an emoji";
	export const o = { /* 😀😀 */ m() {}, "😀": () => {} };

	export const a = /* 😀 */ new A(), b = /* here */ new A();	export const c = new A();
	export	const	d	=	new	A();
	export const e =
		new A(
			"several lines"
		);
`;

const rows = [
	...["f", "g", "o.m", 'o["😀"]'].map((path) => named("X positions", path)),
	...["a", "b", "c", "d", "e"].map((path) => instance("X positions", path)),
];

/** One text, as different editors store it: what comes before a position must not move it. */
export const positions: readonly CorpusFile[] = [
	{ file: "p1-lf.ts", text: plain, rows },
	{ file: "p2-crlf.ts", text: plain.replaceAll("\n", "\r\n"), rows },
	{ file: "p3-bom.ts", text: `\uFEFF${plain}`, rows },
	{ file: "p4-shebang.ts", text: `#!/usr/bin/env node\n${plain}`, rows },
	{ file: "p5-bom-crlf.ts", text: `\uFEFF${plain.replaceAll("\n", "\r\n")}`, rows },
	{ file: "p6-cr.ts", text: plain.replaceAll("\n", "\r"), rows },
	{ file: "p7-separators.ts", text: `const s = "\u2028\u2029"; // \u2028 export { s };\n/* \u2029 */${plain}`, rows },
	{ file: "p8-directive.ts", text: `"use strict";\n\n\n// \u{10FFFF}\n${plain}`, rows },
	{ file: "p9-one-line.ts", text: `${plain.replaceAll("\n", " ")}\n`, rows },
];
