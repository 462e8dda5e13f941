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
  it("has a legend, and a tooltip with all values", () => {
    assert.ok(graphs.length > 20);
    for (const graph of graphs) {
      const said = String(field(graph, "title"));
      assert.equal(field(graph, "options", "legend", "showLegend"), true, said);
      assert.equal(field(graph, "options", "tooltip", "mode"), "multi", said);
    }
  });

  it("draws a threshold only if it has one", () => {
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

  it("of failures has a soft maximum near the threshold, not 10,000 %", () => {
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

  it("is recognized as invalid PromQL", () => {
    assert.notDeepEqual(nodes("sum by (a (b)", "⚠"), []);
  });

  /** Selectors, each with the place where it stands. */
  const selectors = () =>
    expressions.flatMap(({ where, expr }) =>
      nodes(asked(expr), "VectorSelector").map((selector) => ({ where, selector })),
    );
  /** Parts that are on the observer alone, whichever clusters' metrics are asked. */
  const ONE_PLACE = /job=~?"(thanos-query|thanos-query-frontend|thanos-query-tls-\.\+|\|)+"/;

  it("selects the chosen clusters everywhere, except for parts of the observer", () => {
    for (const { where, selector } of selectors()) {
      assert.ok(
        /(cluster|member)=~"\.\+"|job=~"thanos-store-\.\+/.test(selector) ||
          ONE_PLACE.test(selector),
        `${where}: ${selector}`,
      );
    }
  });

  it("has results for the observer's parts when an observee is chosen", () => {
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

  it("a graph by cluster has at most ten lines, except on a single cluster's dashboard", () => {
    const many = DASHBOARDS.filter(({ singleCluster: single }) => single !== true).flatMap(
      ({ name, rows }) => rows.flatMap((row) => row.panels).map((each) => ({ ...each, name })),
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

  it("each dashboard links to the others and keeps the chosen clusters", () => {
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

  it("the observee's dashboard selects one cluster, the others any number", () => {
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

  it("the fleet's table links to each cluster's dashboard", () => {
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
  it("has panels with unit, description and unique title", () => {
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

  it("is deterministic", () => {
    for (const spec of DASHBOARDS) {
      assert.equal(dashboardJson(spec), dashboardJson(spec));
    }
  });
});
