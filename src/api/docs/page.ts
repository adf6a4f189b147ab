/** Text as HTML shows it. */
export const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Light or dark as the browser is; what is wide scrolls by itself, so that a page never does sideways. */
const STYLE = `
:root{color-scheme:light dark;--line:#8884;--soft:#8882}
body{font:16px/1.55 system-ui,sans-serif;max-width:46rem;margin:2rem auto 4rem;padding:0 1rem;overflow-wrap:break-word}
h1,h2,h3{line-height:1.25;margin:2rem 0 .6rem}
h1{font-size:1.8rem}h2{font-size:1.35rem;border-bottom:1px solid var(--line);padding-bottom:.2rem}h3{font-size:1.1rem}
code{background:var(--soft);padding:.1em .25em;border-radius:3px;font-size:.9em}
pre{background:var(--soft);padding:.8rem;border-radius:6px;overflow-x:auto}
pre code{background:none;padding:0}
.wide{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;font-size:.93em}
th,td{border:1px solid var(--line);padding:.35rem .6rem;text-align:left;vertical-align:top;min-width:6rem;overflow-wrap:normal}
blockquote{margin:1rem 0;padding-left:1rem;border-left:3px solid var(--line)}
nav{font-size:.9em}
`;

/** A page of the docs: what is in it has been escaped. */
export const page = (title: string, content: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE.replaceAll('\n', '')}</style>
${content}
</html>
`;
