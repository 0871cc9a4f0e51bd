"""The stream `charge` on the Python CDK (PyPI: airbyte-cdk), for a comparison. CDK_BENCH_PYTHON names a Python that has it.

At its end it prints its cost in the form of cost.rs: CPU time in ticks of 10 ms, and peak resident memory in KB.
"""

import resource
import sys

from airbyte_cdk.entrypoint import launch
from airbyte_cdk.sources import AbstractSource
from airbyte_cdk.sources.streams.http import HttpStream

URL = sys.argv.pop(1)


class Charge(HttpStream):
    name = "charge"
    url_base = URL + "/"
    primary_key = "id"

    def path(self, **_):
        return "charges"

    def get_json_schema(self):
        return {"type": "object", "properties": {"id": {"type": "string"}}}

    def next_page_token(self, response):
        cursor = response.json().get("next_cursor")
        return {"cursor": cursor} if cursor else None

    def request_params(self, next_page_token=None, **_):
        return next_page_token or {}

    def parse_response(self, response, **_):
        yield from response.json()["data"]


class Charges(AbstractSource):
    def spec(self, logger):
        from airbyte_cdk.models import ConnectorSpecification

        return ConnectorSpecification(connectionSpecification={"type": "object", "properties": {}})

    def check_connection(self, logger, config):
        return True, None

    def streams(self, config):
        return [Charge()]


launch(Charges(), sys.argv[1:])
usage = resource.getrusage(resource.RUSAGE_SELF)
print(f"cost: {round((usage.ru_utime + usage.ru_stime) * 100)} {usage.ru_maxrss}", file=sys.__stderr__)
