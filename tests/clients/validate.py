#!/usr/bin/env python3
"""Judges what a source wrote to stdout (read from stdin), against the official protocol schema and the discovered catalog.

Usage:  BINARY read --config c --catalog k --state s | validate.py --command read --discovered discover.out --catalog k [--exit-code N]
        BINARY discover --config c | validate.py --command discover      (spec, check likewise)
  --discovered FILE  output of `discover` (its stdout, or a bare catalog): records are judged by ITS json_schema
  --catalog FILE     the configured catalog: no record, state or status may name another stream; each must end in COMPLETE
  --exit-code N      the exit code of the run: 0 demands no TRACE ERROR and no INCOMPLETE, non-zero demands a TRACE ERROR
  --no-status / --no-state / --no-stats   do not demand them      --unknown-fields error|warn|ok (default warn)
  --need-records     every configured stream must have a record   --check-pk  primary keys are unique within the run
Prints counts, warnings, violations (first 5 of each kind) and `N passed, N failed`; exit 1 on any violation, 2 on bad usage.
Needs PyYAML + jsonschema; also parses with airbyte_protocol (pdv2) and airbyte_cdk where they are importable. Any of the venvs will do.
"""
import argparse, collections, datetime, decimal, json, os, re, sys, time
import yaml
from jsonschema import Draft7Validator, FormatChecker, validators
from jsonschema.exceptions import FormatError, SchemaError, best_match

here = os.path.dirname(os.path.realpath(__file__))
p = argparse.ArgumentParser()
p.add_argument("--command", choices=["spec", "check", "discover", "read"], required=True)
p.add_argument("--discovered"); p.add_argument("--catalog"); p.add_argument("--exit-code", type=int)
# The official schema is not part of the project: it is used where it lies beside the project's root, or where CDK_PROTOCOL says.
p.add_argument("--protocol", default=os.environ.get("CDK_PROTOCOL") or os.path.join(here, "..", "..", "..", "shared", "airbyte_protocol.yaml"))
p.add_argument("--no-status", action="store_true"); p.add_argument("--no-state", action="store_true"); p.add_argument("--no-stats", action="store_true")
p.add_argument("--unknown-fields", choices=["error", "warn", "ok"], default="warn")
p.add_argument("--need-records", action="store_true"); p.add_argument("--check-pk", action="store_true")
p.add_argument("--secret", action="append", default=[], help="a text that may appear nowhere in the output")
a = p.parse_args()

V, W, passed = collections.OrderedDict(), collections.OrderedDict(), collections.Counter()
def bad(kind, text): V.setdefault(kind, []).append(text)
def warn(kind, text): W.setdefault(kind, []).append(text)
def ok(cond, kind, text):
    if cond: passed[kind] += 1
    else: bad(kind, text)
    return bool(cond)

message_v = None   # without the official schema, the two parsers and the rules below judge alone
if os.path.exists(a.protocol):
    message_v = Draft7Validator({"$ref": "#/definitions/AirbyteMessage", "definitions": yaml.safe_load(open(a.protocol))["definitions"]}, format_checker=FormatChecker())
# As Airbyte's own standard tests judge records: 1.0 is no integer, a bool is no integer, date-time is lenient about the separator and zone.
Strict = validators.extend(Draft7Validator, type_checker=Draft7Validator.TYPE_CHECKER.redefine("integer", lambda _, x: isinstance(x, int) and not isinstance(x, bool)))
DT = re.compile(r"^\d{4}-\d?\d-\d?\d(\s|T)\d?\d:\d?\d:\d?\d(.\d+)?.*$")
class Formats(FormatChecker):
    def check(self, x, f):
        if f == "date-time":
            if isinstance(x, str) and not DT.match(x): raise FormatError("is not a valid 'date-time'")
        elif f == "date":
            if isinstance(x, str): 
                try: datetime.date.fromisoformat(x)
                except ValueError: raise FormatError("is not a valid 'date'")
        else: super().check(x, f)

parsers = []
try:
    from airbyte_protocol.models import AirbyteMessage as Pyd
    parsers.append(("airbyte_protocol (pydantic)", lambda raw, obj: Pyd.model_validate_json(raw)))
except ImportError: pass
try:
    from airbyte_cdk.models import AirbyteMessageSerializer
    parsers.append(("airbyte_cdk (serpyco)", lambda raw, obj: AirbyteMessageSerializer.load(obj)))
except ImportError: pass

def nodup(pairs):
    d = dict(pairs)
    if len(d) != len(pairs): raise ValueError("duplicate key in an object: " + ", ".join(k for k, n in collections.Counter(k for k, _ in pairs).items() if n > 1))
    return d
def noconst(x): raise ValueError(f"{x} is not JSON")
def load(raw): return json.loads(raw, object_pairs_hook=nodup, parse_constant=noconst)

def catalog_streams(path):
    """-> list of AirbyteStream from a discover output or a bare catalog."""
    for line in open(path, encoding="utf-8"):
        try: m = json.loads(line)
        except ValueError: continue
        if isinstance(m, dict) and m.get("type") == "CATALOG": return m["catalog"]["streams"]
    d = json.load(open(path)); return [s.get("stream", s) for s in d["streams"]]
key = lambda d: (d.get("namespace"), d.get("name"))
show = lambda k: k[1] if k[0] is None else f"{k[0]}.{k[1]}"
discovered = {key(s): s for s in catalog_streams(a.discovered)} if a.discovered else {}
configured = {key(c["stream"]): c for c in json.load(open(a.catalog))["streams"]} if a.catalog else None
if configured is not None and not discovered: discovered = {k: c["stream"] for k, c in configured.items()}

def leaf_paths_exist(schema, path):
    node = schema
    for x in path:
        props = node.get("properties") if isinstance(node, dict) else None
        if not props:
            return bool(isinstance(node, dict) and (node.get("anyOf") or node.get("oneOf") or node.get("$ref")))  # not judged
        if x not in props: return False
        node = props[x]
    return True

def judge_catalog(streams):
    ok(streams, "catalog: has streams", "no stream")
    ok(len({key(s) for s in streams}) == len(streams), "catalog: stream names are unique", "a name occurs twice")
    for s in streams:
        n, sch = show(key(s)), s["json_schema"]
        try: Draft7Validator.check_schema(sch); passed["catalog: json_schema is a valid draft-07 schema"] += 1
        except SchemaError as e: bad("catalog: json_schema is a valid draft-07 schema", f"{n}: {e.message[:200]}"); continue
        t = sch.get("type"); ok("object" in (t if isinstance(t, list) else [t]), "catalog: json_schema is of type object", n)
        ok(sch.get("additionalProperties") is not False, "catalog: additionalProperties is not false", n)
        ok(sch.get("properties"), "catalog: json_schema has properties", n)
        for f in s.get("source_defined_primary_key") or []: ok(leaf_paths_exist(sch, f), "catalog: primary key field is in the schema", f"{n}: {f}")
        if s.get("default_cursor_field"): ok(leaf_paths_exist(sch, s["default_cursor_field"]), "catalog: cursor field is in the schema", f"{n}: {s['default_cursor_field']}")
        if "incremental" in s["supported_sync_modes"]:
            ok(s.get("default_cursor_field") or s.get("source_defined_cursor"), "catalog: an incremental stream names its cursor", n)
            ok(s.get("is_resumable") is not False, "catalog: an incremental stream is resumable", n)
        if s.get("is_resumable"): ok("source_defined_cursor" in s, "catalog: is_resumable comes with source_defined_cursor", n)

counts, recs, states = collections.Counter(), collections.Counter(), collections.Counter()
since, status, validators_, pks, unknown = collections.Counter(), collections.defaultdict(list), {}, collections.defaultdict(set), collections.defaultdict(collections.Counter)
rate_limited = collections.defaultdict(bool)
errors, last, state_kinds, last_state, after_state = [], None, set(), {}, collections.Counter()
now = time.time() * 1000
PAYLOAD = {"RECORD": "record", "STATE": "state", "LOG": "log", "SPEC": "spec", "CONNECTION_STATUS": "connectionStatus", "CATALOG": "catalog", "TRACE": "trace", "CONTROL": "control", "DESTINATION_CATALOG": "destination_catalog"}
known = lambda k: (configured is None and (not discovered or k in discovered)) or (configured is not None and k in configured)

for no, rawb in enumerate(sys.stdin.buffer, 1):
    at = f"line {no}"
    try: raw = rawb.decode("utf-8")
    except UnicodeDecodeError as e: bad("stdout is UTF-8", f"{at}: {e}"); continue
    for s in a.secret:
        if s in raw: bad("no secret in the output", f"{at}: {raw[:60]}…")
    if not raw.endswith("\n"): bad("every line ends with a newline", at)
    if not raw.strip(): bad("no empty line", at); continue
    try: m = load(raw)
    except ValueError as e: bad("every line is one JSON object", f"{at}: {e}: {raw.strip()[:120]}"); continue
    if not isinstance(m, dict): bad("every line is one JSON object", f"{at}: {raw.strip()[:120]}"); continue
    e = best_match(message_v.iter_errors(m)) if message_v else None
    if message_v and not ok(e is None, "message matches airbyte_protocol.yaml", f"{at}: {'.'.join(map(str, e.absolute_path)) if e else ''}: {e.message[:200] if e else ''}"): continue
    for name, f in parsers:
        try: f(raw, m); passed[f"message parses with {name}"] += 1
        except Exception as e: bad(f"message parses with {name}", f"{at}: {str(e)[:200]}")
    t = m["type"]; counts[t] += 1
    if not ok(isinstance(m.get(PAYLOAD[t]), dict), "message has the part of its type", f"{at}: {t} without {PAYLOAD[t]}"): continue
    extra = [k for k, v in m.items() if k not in ("type", PAYLOAD[t]) and v is not None]
    ok(not extra, "message has only the part of its type", f"{at}: {t} with {extra}")
    b = m[PAYLOAD[t]]
    if t == "RECORD":
        k = (b.get("namespace"), b["stream"]); recs[k] += 1; since[k] += 1; after_state[k] += 1
        if not ok(known(k), "record is of a configured stream", f"{at}: {show(k)}"): continue
        ok(abs(b["emitted_at"] - now) < 86400e3 * 2 and isinstance(b["emitted_at"], int), "record.emitted_at is a whole number of ms near now", f"{at}: {b['emitted_at']}")
        if not a.no_status: ok(status[k] and status[k][-1] == "RUNNING", "record comes while its stream is RUNNING", f"{at}: {show(k)} is {status[k]}")
        s = discovered.get(k)
        if s:
            if k not in validators_: validators_[k] = Strict(s["json_schema"], format_checker=Formats())
            errs = list(validators_[k].iter_errors(b["data"]))
            ok(not errs, "record matches its stream's json_schema", f"{at}: {show(k)}: " + "; ".join(f"${''.join(f'[{x!r}]' for x in e.absolute_path)}: {e.message[:120]}" for e in errs[:2]))
            props = s["json_schema"].get("properties") or {}
            for f in b["data"]:
                if f not in props: unknown[k][f] += 1
            ok(set(b["data"]) & set(props) or not props, "record shares a field with its schema", f"{at}: {show(k)}")
            pk = (configured or {}).get(k, {}).get("primary_key") or s.get("source_defined_primary_key")
            if pk:
                v = []
                for path in pk:
                    x = b["data"]
                    for y in path: x = x.get(y) if isinstance(x, dict) else None
                    v.append(json.dumps(x, sort_keys=True))
                ok("null" not in v, "record has its primary key", f"{at}: {show(k)}: {pk} = {v}")
                if a.check_pk: ok(tuple(v) not in pks[k], "primary key is unique within the run", f"{at}: {show(k)}: {v}"); pks[k].add(tuple(v))
    elif t == "STATE":
        kind = b.get("type"); state_kinds.add(kind)
        if not ok(kind in ("STREAM", "GLOBAL"), "state.type is STREAM or GLOBAL", f"{at}: {kind}"): continue
        part = b.get("stream") if kind == "STREAM" else b.get("global")
        if not ok(isinstance(part, dict), "state has the part of its type", at): continue
        ks = [key(part["stream_descriptor"])] if kind == "STREAM" else [key(x["stream_descriptor"]) for x in part["stream_states"]]
        for k in ks:
            ok(known(k), "state is of a configured stream", f"{at}: {show(k)}"); states[k] += 1; after_state[k] = 0
            if not a.no_status and not ok(status[k], "state comes after its stream's STARTED", f"{at}: {show(k)}"): pass
            # airbyte-cdk 7.39 itself writes a stream's last STATE just after its COMPLETE: no violation, then
            elif not a.no_status and status[k][-1] not in ("STARTED", "RUNNING"): warn("state comes after its stream's COMPLETE (airbyte-cdk does so too)", f"{at}: {show(k)} is {status[k]}")
        if kind == "STREAM":
            ok(isinstance(part.get("stream_state"), dict), "state.stream.stream_state is an object", at); last_state[ks[0]] = part.get("stream_state")
        n = (b.get("sourceStats") or {}).get("recordCount")
        if not a.no_stats and ok(isinstance(n, (int, float)), "state has sourceStats.recordCount", at):
            want = sum(since[k] for k in ks) if kind == "STREAM" else sum(since.values())
            ok(n == want, "sourceStats.recordCount counts the records since the last state", f"{at}: {show(ks[0]) if ks else ''}: {n}, but {want} came")
            ok(re.search(r'"recordCount"\s*:\s*\d+\.\d', raw), "sourceStats.recordCount is written with a decimal point", at)
        for k in (ks if kind == "STREAM" else list(since)): since[k] = 0
    elif t == "TRACE":
        want = {"ERROR": "error", "STREAM_STATUS": "stream_status", "ESTIMATE": "estimate", "ANALYTICS": "analytics"}[b["type"]]
        ok(abs(b["emitted_at"] - now) < 86400e3 * 2, "trace.emitted_at is in ms near now", f"{at}: {b['emitted_at']}")
        if not ok(isinstance(b.get(want), dict), "trace has the part of its type", at): continue
        if b["type"] == "ERROR":
            errors.append((at, b["error"])); ok(b["error"].get("failure_type"), "trace.error has failure_type", at)
            ok(b["error"]["message"].strip(), "trace.error has a message", at)
        if b["type"] == "STREAM_STATUS":
            k, s = key(b["stream_status"]["stream_descriptor"]), b["stream_status"]["status"]
            ok(known(k), "status is of a configured stream", f"{at}: {show(k)}")
            was = status[k][-1] if status[k] else None
            reasons = bool(b["stream_status"].get("reasons")); limited = rate_limited[k]; rate_limited[k] = reasons
            if was == s == "RUNNING" and (reasons or limited): continue   # RUNNING with reasons [RATE_LIMITED] may come before or after the plain one
            ok((was, s) in {(None, "STARTED"), ("STARTED", "RUNNING"), ("STARTED", "COMPLETE"), ("RUNNING", "COMPLETE"), ("STARTED", "INCOMPLETE"), ("RUNNING", "INCOMPLETE")},
               "statuses go STARTED, RUNNING, COMPLETE or INCOMPLETE", f"{at}: {show(k)}: {s} after {was}")
            status[k].append(s)
    elif t == "LOG": ok(b["message"] != "", "log has a message", at)
    elif t == "SPEC":
        cs = b["connectionSpecification"]
        try: Draft7Validator.check_schema(cs); passed["spec: connectionSpecification is a valid draft-07 schema"] += 1
        except SchemaError as e: bad("spec: connectionSpecification is a valid draft-07 schema", e.message[:200])
        ok(cs.get("type") == "object", "spec: connectionSpecification is of type object", str(cs.get("type"))); ok(isinstance(cs.get("properties"), dict), "spec: has properties", "")
        for r in cs.get("required") or []: ok(r in (cs.get("properties") or {}), "spec: a required field is a property", r)
    elif t == "CONNECTION_STATUS":
        if b["status"] == "FAILED": ok((b.get("message") or "").strip(), "check: FAILED says why", at)
    elif t == "CATALOG": judge_catalog(b["streams"])
    last = t

main = {"spec": "SPEC", "check": "CONNECTION_STATUS", "discover": "CATALOG"}.get(a.command)
if main:
    if not (a.exit_code or 0): ok(counts[main] == 1, f"{a.command}: exactly one {main}", f"{counts[main]} came")
    other = {"SPEC", "CONNECTION_STATUS", "CATALOG", "RECORD", "STATE"} - {main}
    ok(not any(counts[x] for x in other), f"{a.command}: no message of another command", str({x: counts[x] for x in other if counts[x]}))
else:
    ok(not any(counts[x] for x in ("SPEC", "CONNECTION_STATUS", "CATALOG")), "read: no message of another command", "")
    for k in (configured if configured is not None else recs):
        s, n = status[k], show(k)
        if not a.no_status and (s or not a.exit_code): ok(s and s[0] == "STARTED" and s[-1] in ("COMPLETE", "INCOMPLETE"), "read: a stream's statuses begin with STARTED and end with COMPLETE or INCOMPLETE", f"{n}: {s}")
        if a.exit_code == 0 and not a.no_status: ok(s and s[-1] == "COMPLETE", "read: exit 0 means COMPLETE", f"{n}: {s}")
        if not a.no_state and (a.no_status or s[-1:] == ["COMPLETE"]):
            ok(states[k], "read: a complete stream has a STATE", n); ok(not after_state[k], "read: no record comes after its stream's last STATE", f"{n}: {after_state[k]} do")
        if a.need_records: ok(recs[k], "read: a stream has records", n)
    for k, c in unknown.items():
        text = f"{show(k)}: " + ", ".join(f"{f} ({n})" for f, n in c.most_common(8))
        {"error": bad, "warn": warn, "ok": lambda *_: None}[a.unknown_fields]("record fields that the schema does not name", text)
    incomplete = [show(k) for k, s in status.items() if s[-1:] == ["INCOMPLETE"]]
    if incomplete: ok(errors, "read: INCOMPLETE comes with a TRACE ERROR", str(incomplete))
    for k in configured or {}: print(f"stream {show(k)} records={recs[k]} states={states[k]} status={','.join(status[k])} last_state={json.dumps(last_state.get(k))[:120]}")
if a.exit_code == 0: ok(not errors, "exit 0 comes with no TRACE ERROR", str(errors[:1])[:200])
elif a.exit_code: ok(errors, "an exit code other than 0 comes with a TRACE ERROR", f"exit {a.exit_code}")
if len(state_kinds) > 1: bad("one kind of state in a run", str(state_kinds))

print("messages", dict(counts), "parsers", [n for n, _ in parsers] or "none importable")
for k, v in W.items(): print(f"WARN {k}: {len(v)}"); [print("     ", x) for x in v[:5]]
for k, v in V.items(): print(f"FAIL {k}: {len(v)}"); [print("     ", x) for x in v[:5]]
print(f"{len([k for k in passed if k not in V])} passed, {len(V)} failed")
sys.exit(1 if V else 0)
