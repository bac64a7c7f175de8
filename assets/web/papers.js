// The papers of a ticket: the documents that its item needs, and what was scanned of each. Shared
// by the console and the phone page.

// `item` may be unknown. Each document of the item in order, with the paper that is in the hall, if
// there is one; then the other papers. Those have no name.
export function paperRows(item, papers) {
  const documents = item?.documents ?? [];
  const rows = documents.map((document, i) => ({
    key: `document-${i + 1}`,
    names: document,
    optional: document.optional,
    paper: papers.find((paper) => paper.ordinal === i + 1),
  }));
  const others = papers.filter(({ ordinal }) => ordinal === 0 || ordinal > documents.length);
  return [...rows, ...others.map((paper, i) => (
    { key: paper.id ?? `other-${i}`, names: null, optional: true, paper }))];
}

// How many of the documents that everybody needs are there, and how many papers in all.
export function paperCount(rows) {
  const wanted = rows.filter((row) => !row.optional);
  const there = wanted.filter((row) => row.paper).length;
  const all = rows.filter((row) => row.paper).length;
  return { wanted: wanted.length, there, missing: wanted.length - there, all };
}
