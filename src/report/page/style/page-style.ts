/** The page's own stylesheet: a single column of text, wide figures, two themes, phone and paper. */
export const pageStyle = `
:root{--paper:#fffefb;--ink:#1f2328;--muted:#5b6169;--line:#d9d7d0;--soft:#f4f2ec;--accent:#2b5c8a;--good:#1d6b3f;--bad:#a3321b;--warn:#fbf3dd;--warn-line:#c79a2b;
--serif:"Source Serif 4",Charter,"Bitstream Charter","Iowan Old Style",Georgia,"Times New Roman",serif;--sans:"Source Sans 3","Source Sans Pro","Helvetica Neue",Arial,sans-serif;color-scheme:light}
:root[data-theme=dark]{--paper:#16181c;--ink:#e6e4df;--muted:#a3a19b;--line:#3a3d43;--soft:#1f2227;--accent:#8ab8e6;--good:#7bc99a;--bad:#ff9478;--warn:#2b2616;--warn-line:#a8832a;color-scheme:dark}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 var(--serif);font-variant-numeric:lining-nums}
main{max-width:66rem;margin:0 auto;padding:0 1.5rem 5rem}
p,ul,dl,details,h1,h2,h3,.warning{max-width:44rem}
section,figure,h3,tr,.step{scroll-margin-top:4.2rem}
h1{font-size:1.75rem;line-height:1.18;margin:.15em 0 .4em;font-weight:600;letter-spacing:-.01em}
h2{font-size:1.4rem;margin:3.2rem 0 .7rem;font-weight:600}
h3{font-size:1.1rem;margin:2.2rem 0 .6rem;font-weight:600}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.15em}
code{font:.82em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
.title{padding-top:1rem}.title h1{max-width:none}.title .lede,.title .run-sentence,.title .verdict-line{max-width:58rem}
.kicker{font:.85rem var(--sans);color:var(--muted);margin:0}
.lede{font-size:1.02rem;line-height:1.5;margin:.5rem 0}
.warning{border-left:3px solid var(--warn-line);background:var(--warn);padding:.7rem 1rem;font-size:.94rem}
.warning ul{margin:.3rem 0;padding-left:1.2rem}.warning p{margin:.3rem 0 0}
.note,.absent{color:var(--muted)}
.run-sentence{font-size:.95rem;color:var(--muted)}.run-sentence .n,.run-sentence b{color:var(--ink)}
.title p{margin:.5rem 0}.hero{margin:.8rem 0 1rem}.hero figcaption{max-width:58rem}.verdict-line{font-size:1.06rem;border-left:3px solid var(--accent);padding:.1rem 0 .1rem .9rem}
.step{font-size:1.02rem;margin:2.6rem 0 -.6rem}a.mark{color:inherit;text-decoration:underline dotted 1px;cursor:help}a.mark:hover,a.mark:focus{background:var(--warn)}
blockquote{margin:0;padding-left:1.1rem;border-left:3px solid var(--line);max-width:44rem}
pre{background:var(--soft);padding:.7rem 1rem;white-space:pre-wrap;overflow-wrap:anywhere;max-width:44rem}
nav.contents{font:.88rem/1.85 var(--sans);border-block:1px solid var(--line);padding:.6rem 0;margin:1.6rem 0 0;display:flex;flex-wrap:wrap;gap:0 1.2rem}
nav.contents a{text-decoration:none;display:inline-block}nav.contents a[aria-current]{color:var(--ink);font-weight:600}nav.contents a:hover{text-decoration:underline}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:.5rem;z-index:9;background:var(--paper);padding:.4rem .8rem}
header.bar{position:sticky;top:0;z-index:5}.toolbar{background:var(--paper);border-bottom:1px solid var(--line);display:flex;flex-wrap:wrap;align-items:center;gap:.3rem 1.1rem;padding:.45rem max(1.5rem,calc(50vw - 31.5rem));font:.82rem var(--sans)}
.toolbar fieldset{border:0;padding:0;margin:0;display:flex;align-items:center;gap:0}
.toolbar legend{float:left;padding:0;margin-right:.5rem;color:var(--muted)}
.toolbar input[type=radio]{position:absolute;opacity:0;width:1px;height:1px}
.toolbar fieldset span{display:block;padding:.16rem .55rem;border:1px solid var(--line);margin-left:-1px;cursor:pointer}
.toolbar input:checked+span{background:var(--soft);box-shadow:inset 0 -2px var(--accent)}
.toolbar input:focus-visible+span{outline:2px solid var(--accent);outline-offset:1px}
.toolbar select{max-width:13rem}
.isolate{display:flex;gap:.4rem;align-items:center}.isolate label{color:var(--muted)}
select,input,button{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:3px;padding:.14rem .4rem}
button{cursor:pointer}button:disabled{opacity:.55;cursor:default}
#theme{margin-left:auto}
button.link{border:0;background:none;padding:0;color:var(--accent);text-align:left;text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:.15em}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.wide{overflow-x:auto;margin:1.2rem 0}
table{border-collapse:collapse;font:.86rem/1.42 var(--sans);font-variant-numeric:tabular-nums lining-nums;min-width:100%;border-block:1.5px solid var(--ink)}
caption{caption-side:top;text-align:left;font:.92rem/1.45 var(--serif);padding-bottom:.55rem;max-width:44rem}
th,td{padding:.36rem .75rem .36rem 0;text-align:left;vertical-align:baseline;font-weight:400}
th:last-child,td:last-child{padding-right:0}
thead th{border-bottom:1px solid var(--ink);color:var(--muted);vertical-align:bottom}
tbody tr+tr>*{border-top:1px solid var(--line)}
tfoot>tr>*{border-top:1px solid var(--ink)}
.num{text-align:right}
td.num,.n,.keep{white-space:nowrap}
.not-run>*{color:var(--muted)}
.paper{font-style:italic;color:var(--muted)}
.interval,.rule{display:block;color:var(--muted);font-size:.78rem}
.rule{max-width:46rem;margin-top:.1rem}.rule ul{margin:.2rem 0;padding-left:1.1rem}
.claims th[scope=row]{font:.95rem/1.4 var(--serif)}.claims .rule{font-family:var(--sans)}
.symbol{color:var(--muted);white-space:nowrap}
.verdict{white-space:nowrap;color:var(--muted)}.verdict.agrees{color:var(--good)}.verdict.differs{color:var(--bad);font-weight:600}.reason{display:block;color:var(--muted);font-size:.78rem;max-width:15rem}
.short,.status.iteration-limit,.status.missing{color:var(--bad)}
dl.readings,dl.settings{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1rem;font-size:.93rem}
dl.readings dt,dl.settings dt{font:.86rem/1.6 var(--sans);color:var(--muted)}
dl.settings{max-width:none}dd{margin:0;overflow-wrap:anywhere}
summary{cursor:pointer}
.figure{margin:1.8rem 0 2.4rem}
figcaption{font-size:.92rem;line-height:1.45;max-width:44rem;margin-top:.4rem}
.canvas{position:relative;width:100%}.canvas svg{display:block;max-width:100%;overflow:visible}
.figure noscript{display:block;overflow-x:auto}.figure noscript img{max-width:max(100%,40rem);height:auto}
.actions{font:.8rem var(--sans);display:inline-flex;gap:.8rem;margin-left:.3rem;white-space:nowrap}
.absent-figure{border:1px dashed var(--line);padding:.1rem 1rem .6rem;margin:.9rem 0}
.absent-figure figcaption{max-width:none;font-size:.88rem}
.legend{display:flex;flex-wrap:wrap;gap:.2rem .35rem;align-items:center;font:.8rem var(--sans);color:var(--muted);margin-bottom:.3rem}
.legend button{border-color:transparent;padding:.05rem .35rem;display:inline-flex;align-items:center;gap:.35rem;color:var(--ink)}
.legend button[aria-pressed=true]{border-color:var(--ink)}
.legend i{forced-color-adjust:none;width:1.1rem;height:3px;border-radius:2px;background:var(--l)}:root[data-theme=dark] .legend i{background:var(--d)}
.scrubber{display:flex;flex-wrap:wrap;gap:.3rem .8rem;align-items:center;font:.86rem var(--sans);margin-bottom:.5rem}.scrubber[hidden]{display:none}.scrubber label{color:var(--muted)}.scrubber input{flex:1 1 12rem;max-width:24rem;accent-color:var(--accent);border:0;padding:0}.scrubber output{min-width:14rem}
.examples{display:flex;gap:.9rem;flex-wrap:wrap}.examples>div{display:grid;gap:.35rem;font:.8rem var(--sans);color:var(--muted)}
.examples img{width:72px;height:72px;image-rendering:pixelated;border:1px solid var(--line)}
.filters{display:flex;flex-wrap:wrap;gap:.5rem 1.2rem;align-items:center;font:.86rem var(--sans)}
.scroll{max-height:calc(32rem + 11px);overflow:auto;content-visibility:auto;contain-intrinsic-size:auto calc(32rem + 11px);box-shadow:inset 0 -14px 12px -12px var(--line)}
.scroll thead{position:sticky;top:0;background:var(--paper);box-shadow:0 1px var(--ink)}
#runs-table{border-top:0;font-size:.82rem}#runs-table th,#runs-table td{padding-right:.65rem}#runs-table tbody th,#runs-table code,#runs-table .status{white-space:nowrap}#runs-table thead th:nth-child(n+6):nth-child(-n+14),#runs-table thead th:nth-child(n+2):nth-child(-n+4){text-align:right}
thead th button{border:0;background:none;padding:0;color:inherit;text-align:inherit}
th[aria-sort=ascending] button:after{content:" ↑"}th[aria-sort=descending] button:after{content:" ↓"}
.tooltip{position:fixed;z-index:20;pointer-events:none;background:var(--ink);color:var(--paper);font:.8rem/1.4 var(--sans);padding:.35rem .6rem;border-radius:3px;max-width:22rem}
dialog{border:1px solid var(--line);background:var(--paper);color:var(--ink);width:min(52rem,calc(100vw - 1.5rem));max-height:92vh;padding:1.2rem 1.5rem;box-shadow:0 8px 40px rgb(0 0 0/.25)}
dialog::backdrop{background:rgb(0 0 0/.35)}
dialog h2{margin:0 2.5rem .8rem 0;font-size:1.1rem}
dialog .close{position:absolute;right:1rem;top:.9rem;font-size:1.1rem;line-height:1}
dialog dl{display:grid;grid-template-columns:max-content 1fr max-content 1fr;gap:.1rem 1.2rem;font:.84rem/1.45 var(--sans);max-width:none}
dialog dt{color:var(--muted)}
.katex{font-size:1.06em}.formulas{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 2.2rem;margin:.9em 0}.formulas .katex-display{margin:0}
.katex-display>.katex{text-align:left;white-space:normal}
@media (min-width:92rem){nav.contents{position:fixed;top:5.2rem;left:calc(50vw - 45rem);width:10.5rem;flex-direction:column;border:0;margin:0}}
@media (max-width:40rem){caption{max-width:calc(100vw - 2rem)}.claims thead{display:none}.claims tr,.claims th,.claims td{display:block;border:0;text-align:left;padding:.1rem 0}.claims tr{border-top:1px solid var(--line);padding:.5rem 0}.claims td[data-label]:before{content:attr(data-label) ": ";color:var(--muted)}.claims .interval{display:inline}.katex-display{font-size:.82em}figcaption{overflow-wrap:anywhere}body{font-size:16px}main{padding:0 1rem 4rem}h1{font-size:1.6rem}.title{padding-top:1.2rem}header.bar{position:static}.toolbar{padding:.5rem 1rem}#theme{margin-left:0}.examples img{width:44px;height:44px}.examples{gap:.4rem}dialog dl{grid-template-columns:max-content 1fr}}
@media (forced-colors:active){.toolbar input:checked+span,.legend button[aria-pressed=true]{forced-color-adjust:none;background:SelectedItem;color:SelectedItemText}}
@media print{@page{size:A4;margin:16mm 14mm 18mm;@bottom-center{content:counter(page) " / " counter(pages);font:8pt var(--sans)}}:root,:root[data-theme=dark]{--paper:#fff;--ink:#000;--muted:#444;--line:#bbb;--soft:#f4f2ec;--accent:#2b5c8a;--good:#1d6b3f;--bad:#a3321b;color-scheme:light}html{font-size:9.6pt}body{font-size:1rem;line-height:1.42;background:#fff;color:#000}main,p,ul,dl,details,h1,h2,h3,.warning,figcaption,caption,blockquote,pre{max-width:none}main{padding:0}.title{padding-top:0}.toolbar,.filters,.actions,.scrubber label,.scrubber input,.scrubber select,.skip,.legend button[aria-pressed=false] :focus,#runs-table button:after,#not-run,details.screen{display:none}nav.contents{position:static;display:block;columns:3;border-block:1px solid #bbb}nav.contents a{display:block}.figure,tr,pre,.step{break-inside:avoid}.figure{margin:.7rem 0 .9rem}.legend{margin:0}.legend i{print-color-adjust:exact}.katex-display{font-size:.86em}figcaption{font-size:8.6pt}.step{margin:1rem 0 0}h2{margin-top:1.6rem}h2,h3,.step,caption{break-after:avoid}table:not(.claims,#runs-table){break-inside:avoid}tfoot{display:table-row-group}.scroll,.wide{max-height:none;overflow:visible;content-visibility:visible;box-shadow:none}table{font-size:7.6pt}#runs-table{font-size:6.6pt}.rule{display:none}details::details-content{content-visibility:visible}a{color:inherit;text-decoration:none}}
`;
