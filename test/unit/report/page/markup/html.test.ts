import { describe, expect, it } from 'vitest';
import {
  escapeHtml,
  escapeScript,
  Html,
  html,
  scriptJson,
} from '../../../../../src/report/page/markup/html.ts';

describe('markup', () => {
  it('escapes text and keeps markup, joins lists, leaves out what is absent', () => {
    const inner = html`<b>${'<&>'}</b>`;
    expect(html`${inner}${['a', inner]}${undefined}${false}${3}`.text).toBe(
      '<b>&lt;&amp;&gt;</b>a<b>&lt;&amp;&gt;</b>3',
    );
  });

  it('escapes what could leave an attribute', () => {
    expect(escapeHtml(`"'`)).toBe('&quot;&#39;');
    expect(String(new Html('<i>'))).toBe('<i>');
  });

  it('lets nothing in a script close its element', () => {
    expect(escapeScript(String.raw`a="</script><!--<SCRIPT"; if (a</b/.x) c`)).toBe(
      String.raw`a="\x3c/script>\x3c!--\x3cSCRIPT"; if (a</b/.x) c`,
    );
    const value = { text: '</script><script>alert(1)' };
    expect(scriptJson(value)).not.toContain('<');
    expect(JSON.parse(scriptJson(value))).toEqual(value);
  });
});
