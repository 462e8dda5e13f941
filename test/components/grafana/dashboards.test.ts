// Dashboards: every expression is PromQL over jobs that the program renders, about the clusters that are chosen.
import * as assert from "node:assert/strict";
import { parser } from "@prometheus-io/lezer-promql";
import { DASHBOARDS, dashboardJson } from "../../../components/grafana/dashboard/all";
import { field, ofKind } from "../../policy/objects";
import { stack } from "../../support/fleet";
import { asked } from "../../support/grafana";

/** A ConfigMap takes no more; the API's own fields want some of it. */
const MOST_BYTES = 1_000_000;

const panels = DASHBOARDS.flatMap(({ name, rows }) =>
  rows.flatMap(({ panels: row }) =>
    row.map((each) => ({ ...each, where: `${name}: ${each.title}` })),
  ),
);
const expressions = panels.flatMap(({ where, queries }) =>
  queries.map(({ expr }) => ({ where, expr })),
);

/** Texts of the nodes of one kind; a node called ⚠ is what the parser did not understand. */
function nodes(expr: string, kind: string): string[] {
  const found: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ name, from, to }) => {
      if (name === kind) {
        found.push(expr.slice(from, to));
      }
    },
  });
  return found;
}

/** Values of `job="…"`, those of `=~` as patterns. */
const jobsOf = (selector: string): RegExp[] =>
  [...selector.matchAll(/job(=~?)"([^"]+)"/g)].map(([, operator, value = ""]) =>
    operator === "=" ? new RegExp(`^${value}$`) : new RegExp(`^(${value})$`),
  );

/** Every graph as Grafana reads it. */
const graphs = DASHBOARDS.flatMap((spec) => {
  const all: unknown = field(JSON.parse(dashboardJson(spec)), "panels");
  return (Array.isArray(all) ? all : []).filter((each) => field(each, "type") === "timeseries");
});

describe("a dashboard's graph", () => {
  it("names its lines, and the values of all of them under the pointer", () => {
    assert.ok(graphs.length > 20);
    for (const graph of graphs) {
      const said = String(field(graph, "title"));
      assert.equal(field(graph, "options", "legend", "showLegend"), true, said);
      assert.equal(field(graph, "options", "tooltip", "mode"), "multi", said);
    }
  });

  it("draws what is bad as a line with what is beyond it, and where nothing is bad no line", () => {
    const drawn = graphs.map((graph) => [
      String(field(graph, "title")),
      field(graph, "fieldConfig", "defaults", "custom", "thresholdsStyle", "mode"),
    ]);
    const bad = panels.filter(({ kind = "timeseries" }) => kind === "timeseries");
    assert.deepEqual(
      drawn,
      bad.map(({ title, red }) => [title, red === undefined ? undefined : "line+area"]),
    );
    assert.ok(bad.some(({ red }) => red === undefined) && bad.some(({ red }) => red !== undefined));
  });

  it("of failures ends where those are bad, and not at 10,000 %", () => {
    const failures = graphs.filter((each) => /fail/i.test(String(field(each, "title"))));
    assert.ok(failures.length >= 4);
    for (const graph of failures) {
      const end = Number(field(graph, "fieldConfig", "defaults", "custom", "axisSoftMax"));
      assert.ok(end > 0 && end <= 1, String(field(graph, "title")));
    }
  });
});

describe("a dashboard's expression", () => {
  it("is PromQL", () => {
    for (const { where, expr } of expressions) {
      assert.deepEqual(nodes(asked(expr), "⚠"), [], `${where}: ${expr}`);
    }
  });

  it("is seen not to be PromQL where it is none", () => {
    assert.notDeepEqual(nodes("sum by (a (b)", "⚠"), []);
  });

  /** Selectors, each with the place where it stands. */
  const selectors = () =>
    expressions.flatMap(({ where, expr }) =>
      nodes(asked(expr), "VectorSelector").map((selector) => ({ where, selector })),
    );
  /** Parts that are on the observer alone, whichever clusters' metrics are asked. */
  const ONE_PLACE = /job=~?"(thanos-query|thanos-query-frontend|thanos-query-tls|\|)+"/;

  it("asks about the chosen clusters in every selector, but for the parts that are on the observer alone", () => {
    for (const { where, selector } of selectors()) {
      assert.ok(
        /(cluster|member)=~"\.\+"|job=~"thanos-store-\.\+/.test(selector) ||
          ONE_PLACE.test(selector),
        `${where}: ${selector}`,
      );
    }
  });

  it("is not empty when an observee is chosen, for a part that is on the observer alone", () => {
    for (const { where, selector } of selectors()) {
      const there = ONE_PLACE.test(selector) || /job=~"thanos-store-/.test(selector);
      assert.ok(!there || !/cluster=/.test(selector), `${where}: ${selector}`);
    }
  });

  it("names jobs that the program renders", async () => {
    const jobs = ["apiserver", "kubelet"];
    for (const name of ["observer", "observee"]) {
      const { resources } = await stack(name);
      jobs.push(
        ...ofKind(resources, "Service").map(({ inputs }) =>
          String(field(inputs, "metadata", "name")),
        ),
      );
    }
    for (const { where, expr } of expressions) {
      for (const pattern of jobsOf(asked(expr))) {
        assert.ok(
          jobs.some((job) => pattern.test(job)),
          `${where}: ${String(pattern)}`,
        );
      }
    }
  });
});

describe("at a hundred clusters", () => {
  const made = DASHBOARDS.map((spec): [(typeof spec)["name"], unknown] => [
    spec.name,
    JSON.parse(dashboardJson(spec)),
  ]);

  it("a graph has ten lines at most where clusters have one each, but on the page of one of them", () => {
    const many = DASHBOARDS.filter(({ single }) => single !== true).flatMap(({ name, rows }) =>
      rows.flatMap((row) => row.panels).map((each) => ({ ...each, name })),
    );
    const lines = many
      .filter(({ kind = "timeseries" }) => kind === "timeseries")
      .flatMap(({ name, title, queries }) => queries.map((query) => ({ name, title, ...query })))
      .filter(
        ({ legend, expr }) => legend.includes("{{cluster}}") || expr.includes("thanos-store-"),
      );
    assert.ok(lines.length > 10);
    for (const { name, title, expr } of lines) {
      assert.match(expr, /^(topk|bottomk)\(10, /, `${name}: ${title}`);
    }
  });

  it("each page leads to the others, with the clusters that are chosen", () => {
    for (const [name, page] of made) {
      assert.deepEqual(field(page, "tags"), ["thanos-fleet"], name);
      const link = field(page, "links", 0);
      assert.deepEqual(
        ["type", "tags", "includeVars", "keepTime"].map((key) => field(link, key)),
        ["dashboards", ["thanos-fleet"], true, true],
        name,
      );
    }
  });

  it("the page of an observee is about one, and the others about any number", () => {
    for (const [name, page] of made) {
      const clusters = field(page, "templating", "list", 1);
      const many = name !== "observee";
      assert.deepEqual(
        [field(clusters, "multi"), field(clusters, "includeAll")],
        [many, many],
        name,
      );
    }
  });

  it("the fleet is a table that leads to the page of each cluster", () => {
    const panels = field(made[0]?.[1], "panels");
    const tables = (Array.isArray(panels) ? panels : []).filter(
      (each) => field(each, "type") === "table",
    );
    assert.equal(tables.length, 1);
    const [table] = tables;
    const targets = field(table, "targets");
    const columns = (Array.isArray(targets) ? targets : []).map((each) => field(each, "refId"));
    assert.deepEqual(
      Object.keys(Object(field(table, "transformations", 2, "options", "renameByName"))),
      ["cluster", ...columns.map((id) => `Value #${String(id)}`)],
    );
    const pages = DASHBOARDS.map(({ name }) => `/d/thanos-fleet-${name}`);
    const link = String(
      field(table, "fieldConfig", "overrides", 0, "properties", 0, "value", 0, "url"),
    );
    assert.ok(pages.includes(link.split("?")[0] ?? ""), link);
    assert.match(link, /var-cluster=\$\{__value\.text\}/);
  });
});

describe("a dashboard", () => {
  it("has panels with a unit, a sentence and a name of their own", () => {
    for (const { where, unit, description, queries } of panels) {
      assert.ok(unit.length > 0 && queries.length > 0, where);
      assert.match(description, /^[A-Z0-9].*\.$/, where);
    }
    for (const { name, rows } of DASHBOARDS) {
      for (const row of rows) {
        const titles = row.panels.map(({ title }) => title);
        assert.deepEqual(titles, [...new Set(titles)], `${name}: ${row.title}`);
      }
    }
  });

  it("is JSON with every panel's expressions in it, and fits into a ConfigMap", () => {
    for (const spec of DASHBOARDS) {
      const text = dashboardJson(spec);
      assert.ok(Buffer.byteLength(text) < MOST_BYTES, spec.name);
      const made: unknown = JSON.parse(text);
      assert.equal(field(made, "uid"), `thanos-fleet-${spec.name}`);
      for (const { queries } of spec.rows.flatMap((row) => row.panels)) {
        for (const { expr } of queries) {
          assert.ok(text.includes(JSON.stringify(expr)), expr);
        }
      }
    }
  });

  it("comes out the same each time", () => {
    for (const spec of DASHBOARDS) {
      assert.equal(dashboardJson(spec), dashboardJson(spec));
    }
  });
});
