// CSS of the page: a trunk from the observer, a branch to each observee; light or dark by the reader's system setting.

const COLOURS = `
  :root {
    color-scheme: light dark;
    --paper: #ffffff; --card: #f6f8fa; --ink: #1b1f24; --quiet: #57606a; --line: #8c959f;
    --blue: #0550ae; --green: #116329; --amber: #7d4e00; --red: #a40e26;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --paper: #0d1117; --card: #161b22; --ink: #e6edf3; --quiet: #9ea7b3; --line: #6e7681;
      --blue: #79c0ff; --green: #56d364; --amber: #e3b341; --red: #ff9a92;
    }
  }
  .observer, .pushes { --state: var(--blue); } .connected { --state: var(--green); }
  .pending { --state: var(--amber); } .revoked, .soon { --state: var(--red); }
`;

const TEXT = `
  * { box-sizing: border-box; margin: 0; }
  body {
    max-width: 72rem; margin: 0 auto; padding: 2rem; overflow-wrap: anywhere;
    font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  }
  h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; } h3 { font-size: 1rem; }
  .quiet { color: var(--quiet); } .small { font-size: .85rem; }
  .state { color: var(--state); font-weight: 600; } .soon { color: var(--state); font-weight: 600; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; padding: .4rem 1rem .4rem 0; border-bottom: 1px solid var(--line); }
  th:last-child, td:last-child { text-align: right; padding-right: 0; white-space: nowrap; }
`;

/** A branch is a grid: the edge with its label, the cluster, its bucket. */
const DRAWING = `
  ul { list-style: none; padding: 0; overflow: hidden; }
  .branch { position: relative; display: grid; grid-template-columns: 3fr 4fr 3.5rem 3.5fr; align-items: center; margin-left: 1.5rem; }
  li { padding-top: 1rem; }
  li::before { content: ""; position: absolute; left: 0; top: 0; bottom: 0; border-left: 2px solid var(--line); }
  li:last-child::before { bottom: calc((100% - 1rem) / 2 - 1px); }
  .card { border: 1px solid var(--state); border-left-width: 5px; border-radius: 8px; padding: .6rem .9rem; background: var(--card); }
  .observer .card { grid-column: 1 / 3; margin-left: -1.5rem; }
  .pending .card, .revoked .card { border-style: dashed; }
  .bucket { position: relative; border: 1px solid var(--line); border-radius: 50% / .7rem; padding: 1.6rem 1rem .9rem; background: var(--card); text-align: center; }
  .bucket::before {
    content: ""; position: absolute; inset: -1px -1px auto; height: 1.4rem;
    border: 1px solid var(--line); border-radius: 50%;
  }
  .edge { align-self: stretch; display: grid; grid-template-rows: 1fr auto 1fr; }
  .edge p { align-self: end; padding: 0 1.2rem .25rem .7rem; }
  .line { position: relative; height: 0; border-top: 2px solid var(--line); }
  .pending .edge .line, .revoked .edge .line { border-top-style: dashed; }
  .arrow::after {
    content: ""; position: absolute; right: 0; top: -7px;
    border: 6px solid transparent; border-left-color: var(--line); border-right-width: 0;
  }
  .pushes .edge .arrow::after {
    right: auto; left: 2px; border: 6px solid transparent; border-right-color: var(--line); border-left-width: 0;
  }
`;

/** Narrow screens: the label above the cluster, its bucket below. */
const NARROW = `
  @media (max-width: 50rem) {
    body { padding: 1rem; }
    .branch { grid-template-columns: 1.5rem 1fr; margin-left: .75rem; }
    .observer .card { grid-column: 1 / 3; margin-left: -.75rem; }
    .observer:not(:last-child)::before {
      content: ""; position: absolute; z-index: -1; left: 0; top: 1rem; bottom: 0; border-left: 2px solid var(--line);
    }
    .edge { display: contents; } .edge p { grid-column: 1 / 3; padding-right: 0; }
    .card, .bucket { grid-column: 2; }
    .to-bucket { grid-column: 2; justify-self: center; height: .8rem; border: 0; border-left: 2px solid var(--line); }
    .to-bucket::after { display: none; }
    /* The trunk goes on to the end of the list: what is below the last branch is painted over. */
    li:last-child::before { bottom: 0; }
    li:last-child .edge .line::before {
      content: ""; position: absolute; left: 0; top: 0; width: 2px; height: 100vh; background: var(--paper);
    }
  }
`;

export const STYLE = COLOURS + TEXT + DRAWING + NARROW;
