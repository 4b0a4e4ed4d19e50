import { dirname, relative, resolve, sep } from 'node:path';
import katex from 'katex';
import { defineConfig } from 'vitepress';
import { addressOf, namedPage, pageGroups } from '../pages.ts';

// A copy of docs/, made by build.ts: vite looks for packages from where the pages lie.
const docs = resolve(import.meta.dirname, '../pages');
const groups = pageGroups(docs);
// Where the site lies on its server, and where the files of the checkout can be read: both known where it is published only.
const { SITE_BASE: base = '/', SITE_SOURCE: source } = process.env;

export default defineConfig({
  srcDir: './pages',
  outDir: './dist',
  base,
  title: 'eos-pipeline',
  description:
    'A cached pipeline that re-creates a paper on the edge of stability, from raw data to the report.',
  rewrites: { 'README.md': 'index.md', 'decisions/README.md': 'decisions/index.md' },
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  markdown: { config: (markdown) => [linkFiles, drawTex].forEach((add) => add(markdown)) },
  vite: { logLevel: 'warn', build: { chunkSizeWarningLimit: 3000 } },
  // The pages of the public functions are typedoc's, the report is the pipeline's: neither is there while this is built.
  ignoreDeadLinks: [/^\.?\/api\//],
  themeConfig: {
    nav: [
      ...groups.map(({ title, pages }) => ({ text: title, link: addressOf(pages[0].file) })),
      { text: 'API', link: '/api/index.html', target: '_self' },
      ...(source === undefined ? [] : [{ text: 'Report', link: '/../index.html', target: '_self' }]),
    ],
    sidebar: groups.map(({ title, pages }) => ({
      text: title,
      items: pages.map((page) => ({ text: page.title, link: addressOf(page.file) })),
    })),
    outline: [2, 3],
    search: { provider: 'local' },
  },
});

/** TeX between dollar signs becomes MathML, which browsers draw without a typeface or a script of their own. */
function drawTex(markdown) {
  markdown.inline.ruler.before('escape', 'tex', (state, silent) => {
    if (state.env.relativePath !== 'readings.md' || state.src[state.pos] !== '$') return false;
    const end = state.src.indexOf('$', state.pos + 1);
    if (end < 0) return false;
    if (!silent) state.push('tex', '', 0).content = state.src.slice(state.pos + 1, end);
    state.pos = end + 1;
    return true;
  });
  markdown.renderer.rules.tex = (tokens, index) =>
    `<span v-pre>${katex.renderToString(tokens[index].content, { output: 'mathml' })}</span>`;
}

/** Files of the checkout outside of docs/ are linked where they can be read; a page that is named in a text is linked. */
function linkFiles(markdown) {
  const openLink = markdown.renderer.rules.link_open;
  markdown.renderer.rules.link_open = (tokens, index, options, environment, self) => {
    const token = tokens[index];
    const href = token.attrGet('href');
    const file = resolve(docs, dirname(environment.relativePath), href.replace(/#.*/, ''));
    if (/^(?:[a-z]+:|[#/])/.test(href) || file.startsWith(docs + sep)) {
      token.attrSet('href', href.replace(/(^|\/)README\.md/, '$1index.md'));
      return openLink(tokens, index, options, environment, self);
    }
    const path = relative(dirname(docs), file).replaceAll(sep, '/');
    if (source !== undefined) {
      token.attrSet('href', `${source}/${path}`);
      return self.renderToken(tokens, index, options);
    }
    const end = tokens.findIndex(({ type }, at) => at > index && type === 'link_close');
    token.tag = tokens[end].tag = 'span';
    token.attrs = [['title', path]];
    return self.renderToken(tokens, index, options);
  };
  const code = markdown.renderer.rules.code_inline;
  markdown.renderer.rules.code_inline = (tokens, index, options, environment, self) => {
    // What pipeline.yaml writes in double braces is no expression of Vue.
    const text = code(tokens, index, options, environment, self).replace('<code', '<code v-pre');
    const page = namedPage(docs, tokens[index].content);
    const isInLink = tokens
      .slice(0, index)
      .reduce((open, { nesting, type }) => open + (type.startsWith('link') ? nesting : 0), 0);
    return page === undefined || isInLink ? text : `<a href="${base}${addressOf(page).slice(1)}">${text}</a>`;
  };
}
