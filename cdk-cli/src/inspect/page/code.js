"use strict";
// Every text comes from an API, so it is only ever written as a text, never as HTML.
(() => {
  const ROW = 22;
  const byId = (id) => document.getElementById(id);
  const head = JSON.parse(byId("head").textContent);
  const events = JSON.parse(byId("events").textContent);
  const make = (tag, name, ...parts) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    for (const part of parts) {
      if (part instanceof Node) node.append(part);
      else if (part !== undefined && part !== null) node.append(masked(String(part)));
    }
    return node;
  };
  // A text whose masks are marked.
  const masked = (text) => {
    if (!text.includes("****")) return document.createTextNode(text);
    const all = document.createElement("span");
    text.split("****").forEach((part, at) => {
      if (at > 0) {
        const mark = document.createElement("mark");
        mark.title = "masked by the connector";
        mark.textContent = "****";
        all.append(mark);
      }
      all.append(part);
    });
    return all;
  };
  const thousands = (number) => number.toLocaleString("en-US");
  const streamOf = (event) =>
    event.state ? event.state.stream?.stream_descriptor?.name ?? "(all)" : event.cached ? event.cached.stream : event.stream;
  const waitOf = (event) => Object.values(event.waits ?? {}).reduce((sum, ms) => sum + ms, 0);
  const isBad = (event) => Boolean(event.failure) || (event.response && event.response.status >= 400);
  const resultOf = (event) =>
    event.state ? "STATE" : event.cached ? "cached" : event.failure ? "failed" : String(event.response?.status ?? "");

  // Times: format 1 has none, so its exchanges have equal widths in their order.
  let last = 0;
  const hasTimes = events.some((event) => event.sent);
  const spans = events.map((event, at) => {
    if (!hasTimes) return { from: at, to: at + 1, wait: 0 };
    if (event.sent) {
      const from = Date.parse(event.sent);
      last = Math.max(last, from + (event.ms ?? 0));
      return { from, to: from + (event.ms ?? 0), wait: waitOf(event) };
    }
    return { from: last, to: last, wait: 0 };
  });
  const begins = spans.filter((span) => span.from > 0 || !hasTimes).map((span) => span.from - span.wait);
  const first = begins.reduce((least, begin) => Math.min(least, begin), Infinity);
  const end = spans.reduce((most, span) => Math.max(most, span.to), first + 1);
  const percent = (time) => Math.min(100, Math.max(0, ((time - first) / (end - first || 1)) * 100));

  const requests = events.filter((event) => event.exchange).length;
  byId("title").textContent = `${head.connector} ${head.version}`;
  document.title = `Cassette of ${head.connector}`;
  byId("facts").textContent = [
    `${thousands(requests)} requests`,
    hasTimes ? `${thousands(Math.round(end - first))} ms` : "times are not recorded in format 1",
    `clock ${head.now}`,
    head.is_whole ? "complete" : "INCOMPLETE: the run was interrupted",
  ].join(" · ");
  byId("axis").textContent = hasTimes ? `timeline, 0 to ${((end - first) / 1000).toFixed(1)} s, striped: waits` : "order";

  // The table of streams.
  const totals = new Map();
  for (const event of events) {
    const name = streamOf(event);
    const total = totals.get(name) ?? { requests: 0, retries: 0, failures: 0, pages: 0, records: 0, states: 0, ms: 0, waits: 0 };
    totals.set(name, total);
    if (event.state) total.states += 1;
    if (event.cached) [total.pages, total.records] = [total.pages + 1, total.records + event.cached.records];
    if (!event.exchange) continue;
    total.requests += 1;
    total.retries += (event.attempt ?? 1) > 1 ? 1 : 0;
    total.failures += isBad(event) ? 1 : 0;
    total.pages += event.page ? 1 : 0;
    total.records += event.records ?? 0;
    total.ms += event.ms ?? 0;
    total.waits += waitOf(event);
  }
  let chosenStream = null;
  for (const [name, total] of totals) {
    const cells = [total.requests, total.retries, total.failures, total.pages, total.records, total.states].map(thousands);
    const row = make("tr", "", make("td", "", name), ...cells.map((cell) => make("td", "", cell)));
    row.append(make("td", "", `${thousands(total.ms)} ms`), make("td", "", `${thousands(total.waits)} ms`));
    row.addEventListener("click", () => {
      chosenStream = chosenStream === name ? null : name;
      for (const other of row.parentNode.children) other.classList.toggle("on", other === row && chosenStream === name);
      filter();
    });
    byId("streams").tBodies[0].append(row);
  }

  // The list: only the visible rows exist.
  let shown = events.map((_, at) => at);
  let chosen = null;
  const cells = (event, at) => {
    const slice = event.slice ?? event.cached?.slice;
    const url = event.cached ? event.cached.url : event.request ? `${event.request.method} ${event.request.url}` : "";
    const about = event.state ? JSON.stringify(event.state.stream?.stream_state ?? event.state) : url;
    const records = event.records ?? event.cached?.records;
    const bar = make("span", "bar");
    const span = spans[at];
    if (span.wait > 0) {
      const wait = make("i", "wait");
      wait.style.left = `${percent(span.from - span.wait)}%`;
      wait.style.width = `${percent(span.from) - percent(span.from - span.wait)}%`;
      wait.title = Object.entries(event.waits).map(([reason, ms]) => `${reason}: ${ms} ms`).join(", ");
      bar.append(wait);
    }
    const own = make("i", isBad(event) ? "bad" : "");
    own.style.left = `${percent(span.from)}%`;
    own.style.width = `${percent(span.to) - percent(span.from)}%`;
    bar.append(own);
    const name = make("span", "", streamOf(event));
    if (slice) name.title = JSON.stringify(slice);
    const text = make("span", "", about);
    text.title = about;
    return [make("span", "", event.exchange ?? ""), name, make("span", "result", resultOf(event)),
      make("span", "", event.attempt), make("span", "", records), make("span", "", event.ms), text, bar];
  };
  const draw = () => {
    const scroll = byId("scroll");
    const from = Math.max(0, Math.floor(scroll.scrollTop / ROW) - 10);
    const until = Math.min(shown.length, from + Math.ceil((scroll.clientHeight || 600) / ROW) + 30);
    byId("space").style.height = `${shown.length * ROW}px`;
    byId("rows").style.top = `${from * ROW}px`;
    byId("rows").replaceChildren(...shown.slice(from, until).map((at) => {
      const event = events[at];
      const kind = `row${event.state ? " state" : ""}${isBad(event) ? " bad" : ""}${at === chosen ? " on" : ""}`;
      const row = make("div", kind, ...cells(event, at));
      row.addEventListener("click", () => choose(at));
      return row;
    }));
  };

  // The folding tree of a JSON value; a branch is made when it is opened.
  const tree = (value, key, depth) => {
    const label = key === null ? [] : [make("span", "key", key), ": "];
    if (value === null || typeof value !== "object") {
      return make("div", "leaf", ...label, make("span", value === null ? "" : typeof value, JSON.stringify(value)));
    }
    const entries = Array.isArray(value) ? value.map((one, at) => [at, one]) : Object.entries(value);
    const kind = Array.isArray(value) ? `[ ${entries.length} ]` : `{ ${entries.length} }`;
    const branch = make("details", "", make("summary", "", ...label, kind));
    const fill = () => {
      if (branch.childElementCount > 1) return;
      const add = (start) => {
        entries.slice(start, start + 200).forEach(([name, one]) => branch.append(tree(one, String(name), depth + 1)));
        if (start + 200 < entries.length) {
          const more = make("button", "", `${entries.length - start - 200} more`);
          more.addEventListener("click", () => { more.remove(); add(start + 200); });
          branch.append(more);
        }
      };
      add(0);
    };
    branch.addEventListener("toggle", fill);
    if (depth < 3 && entries.length <= 50) { fill(); branch.open = true; }
    return branch;
  };
  const bodyOf = (message) => {
    if (message.body_base64 !== undefined) return make("pre", "", `(base64) ${message.body_base64}`);
    const parts = [];
    if (message.body_bytes) parts.push(make("p", "note", `the first ${message.body.length} of ${message.body_bytes} bytes`));
    let parsed;
    try { parsed = JSON.parse(message.body); } catch { parsed = undefined; }
    parts.push(parsed === undefined ? make("pre", "", message.body) : tree(parsed, null, 0));
    return make("div", "", ...parts);
  };
  const facts = (pairs) => {
    const list = make("dl", "");
    for (const [name, value] of pairs) {
      if (value === undefined || value === null || value === "") continue;
      list.append(make("dt", "", name), make("dd", "", value));
    }
    return list;
  };
  const headersOf = (headers) =>
    facts(Object.entries(headers ?? {}).map(([name, value]) => [name, Array.isArray(value) ? value.join("\n") : value]));
  const section = (title, ...parts) => make("section", "", make("h2", "", title), ...parts);
  const choose = (at) => {
    chosen = at;
    const event = events[at];
    const parts = [];
    if (event.state) parts.push(section(`STATE of ${streamOf(event)}`, tree(event.state, null, 0)));
    if (event.cached) parts.push(section("Page from the cache", tree(event.cached, null, 0)));
    if (event.exchange) {
      parts.push(section(`Request ${event.exchange}`, facts([
        ["stream", event.stream], ["slice", event.slice && JSON.stringify(event.slice)], ["account", event.account],
        ["sent", event.sent], ["time", event.ms === undefined ? undefined : `${event.ms} ms`], ["attempt", event.attempt],
        ["waits before", event.waits && Object.entries(event.waits).map(([reason, ms]) => `${reason} ${ms} ms`).join(", ")],
        ["page", event.page], ["records", event.records], ["next page", event.has_next === undefined ? undefined : event.has_next ? "yes" : "no"],
        ["method", event.request.method], ["URL", event.request.url],
      ])));
      const query = event.request.url.split("?")[1];
      if (query) parts.push(section("Parameters", facts([...new URLSearchParams(query)])));
      parts.push(section("Request headers", headersOf(event.request.headers)));
      if (event.request.body !== undefined || event.request.body_base64 !== undefined) parts.push(section("Request body", bodyOf(event.request)));
      if (event.failure) parts.push(section("Failure", make("p", "", event.failure.message)));
      if (event.response) {
        parts.push(section(`Response ${event.response.status}`, headersOf(event.response.headers)));
        parts.push(section("Response body", bodyOf(event.response)));
      }
    }
    byId("detail").replaceChildren(...parts);
    draw();
  };

  // The search.
  const texts = [];
  const textOf = (at) => (texts[at] ??= JSON.stringify(events[at]).toLowerCase());
  const filter = () => {
    const wanted = byId("search").value.trim().toLowerCase();
    // A body is a text in JSON, so its quotes are escaped there.
    const escaped = JSON.stringify(wanted).slice(1, -1);
    shown = events.flatMap((event, at) => {
      const fits = (chosenStream === null || streamOf(event) === chosenStream) &&
        (wanted === "" || textOf(at).includes(wanted) || textOf(at).includes(escaped));
      return fits ? [at] : [];
    });
    byId("found").textContent = wanted === "" && chosenStream === null ? "" : `${thousands(shown.length)} of ${thousands(events.length)}`;
    byId("scroll").scrollTop = 0;
    draw();
  };
  let timer;
  byId("search").addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(filter, 150); });
  byId("scroll").addEventListener("scroll", draw);
  window.addEventListener("resize", draw);
  byId("list").addEventListener("keydown", (key) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[key.key];
    if (!step || shown.length === 0) return;
    key.preventDefault();
    const at = Math.min(shown.length - 1, Math.max(0, shown.indexOf(chosen) + step));
    const scroll = byId("scroll");
    if (at * ROW < scroll.scrollTop) scroll.scrollTop = at * ROW;
    if ((at + 1) * ROW > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = (at + 1) * ROW - scroll.clientHeight;
    choose(shown[at]);
  });
  // `#12` opens exchange 12, `#q=text` searches.
  const link = decodeURIComponent(location.hash.slice(1));
  if (link.startsWith("q=")) byId("search").value = link.slice(2);
  filter();
  const linked = events.findIndex((event) => String(event.exchange) === link);
  if (linked >= 0) choose(linked);
})();
