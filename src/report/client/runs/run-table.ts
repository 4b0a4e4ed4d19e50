/// <reference lib="dom" />

/** Makes the run table sortable by its headings and filterable by experiment, status and words. */
export function connectRunTable(): void {
  const table = document.querySelector<HTMLTableElement>('#runs-table');
  if (table === null) return;
  const body = table.tBodies[0]!;
  const rows = [...body.rows];
  for (const [column, heading] of [...table.tHead!.rows[0]!.cells].entries()) {
    const button = heading.querySelector('button');
    button?.addEventListener('click', () => {
      const ascending = heading.getAttribute('aria-sort') !== 'ascending';
      for (const other of table.tHead!.rows[0]!.cells) other.removeAttribute('aria-sort');
      heading.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
      rows.sort((a, b) => compare(a.cells[column]!, b.cells[column]!) * (ascending ? 1 : -1));
      body.append(...rows);
    });
  }
  const words = document.querySelector<HTMLInputElement>('#runs-words')!;
  const status = document.querySelector<HTMLSelectElement>('#runs-status')!;
  const count = document.querySelector<HTMLElement>('#runs-count')!;
  const filter = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      const keep =
        (status.value === '' || row.dataset['status'] === status.value) &&
        wanted.every((word) => text.includes(word));
      row.hidden = !keep;
      if (keep) shown++;
    }
    count.textContent = `${shown} of ${rows.length} runs`;
  };
  words.addEventListener('input', filter);
  status.addEventListener('change', filter);
  filter();
}

function compare(a: HTMLTableCellElement, b: HTMLTableCellElement): number {
  const [x, y] = [a.dataset['sort'], b.dataset['sort']];
  if (x !== undefined || y !== undefined) return Number(x ?? Infinity) - Number(y ?? Infinity);
  return a.textContent < b.textContent ? -1 : a.textContent > b.textContent ? 1 : 0;
}
