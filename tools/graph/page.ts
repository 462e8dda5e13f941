// Renders the fleet as a self-contained page: a drawing in HTML and CSS, and a table of the certificates.
import { edgeLabel, nextExpiry, type Cluster, type Fleet } from "./fleet";
import { STYLE } from "./style";

/** An end in fewer days than this is shown in red. */
const SOON = 30;

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);

const paragraph = (text: string | undefined, kind = ""): string =>
  text === undefined ? "" : `<p class="${kind}">${escaped(text)}</p>`;

const isSoon = (days: number | undefined): boolean => days !== undefined && days < SOON;

/** Whether metrics flow along the edge: it is queried, or the observee remote-writes. */
const isUsed = ({ state }: Cluster): boolean => state === "connected" || state === "pushes";

const edge = (cluster: Cluster): string =>
  `<div class="edge">${paragraph(edgeLabel(cluster), "small quiet")}<i class="line${isUsed(cluster) ? " arrow" : ""}"></i></div>`;

const card = (cluster: Cluster): string => `<div class="card">
<h3>${escaped(cluster.name)}</h3>
${paragraph(cluster.state, "state")}
${paragraph(nextExpiry(cluster), isSoon(cluster.certificates[0]?.days) ? "soon" : "quiet")}
</div>`;

/** `reader` is the observer whose Store Gateways read the bucket; no gateway reads that of a revoked observee. */
const bucket = (cluster: Cluster, reader: string): string =>
  cluster.bucket === undefined
    ? ""
    : `<i class="line arrow to-bucket"></i>
<div class="bucket">
<p>${escaped(cluster.bucket)}</p>
${cluster.state === "revoked" ? "" : paragraph(`read by ${reader}`, "quiet small")}
</div>`;

/** List item of an observee: edge, cluster, bucket. */
const branch = (cluster: Cluster, reader: string): string => `<li class="branch ${cluster.state}">
${edge(cluster)}
${card(cluster)}
${bucket(cluster, reader)}
</li>`;

/** The observer at the top, and a branch to each observee below it. */
const drawing = ({ clusters: [observer, ...observees] }: Fleet): string => `<main>
<div class="branch observer">
${card(observer)}
${bucket(observer, observer.name)}
</div>
${
  observees.length === 0
    ? ""
    : `<ul>\n${observees.map((cluster) => branch(cluster, observer.name)).join("\n")}\n</ul>`
}
</main>`;

/** Table rows of all certificates, the earliest end first. */
const rows = ({ clusters }: Fleet): string =>
  clusters
    .flatMap(({ name, certificates }) =>
      certificates.map((certificate) => ({ cluster: name, ...certificate })),
    )
    .sort((a, b) => a.days - b.days)
    .map(
      ({ cluster, name, days }) =>
        `<tr><td>${escaped(cluster)}</td><td>${escaped(name)}</td><td${isSoon(days) ? ' class="soon"' : ""}>${String(days)}</td></tr>`,
    )
    .join("\n");

/** Number of observees in each state. */
function summary({ clusters: [, ...observees] }: Fleet): string {
  const states = ["connected", "pushes", "pending", "revoked"] as const;
  const counted = states
    .map((state) => ({ state, count: observees.filter((each) => each.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${String(count)} ${state}`);
  return `Observees: ${counted.join(", ") || "none"}.`;
}

/** The whole page, which loads nothing. `at` is the time from which the days are counted. */
export const page = (fleet: Fleet, at: Date): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>The fleet of ${escaped(fleet.clusters[0].name)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>The fleet of ${escaped(fleet.clusters[0].name)}</h1>
<p class="quiet">${escaped(summary(fleet))} As of ${at.toISOString().slice(0, 10)}.</p>
<h2>Clusters</h2>
${drawing(fleet)}
<h2>Certificates</h2>
<table>
<thead><tr><th>Cluster</th><th>Certificate</th><th>Days left</th></tr></thead>
<tbody>
${rows(fleet)}
</tbody>
</table>
</body>
</html>
`;
