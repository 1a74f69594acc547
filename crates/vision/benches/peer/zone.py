"""Reads the zone of each photo named on standard input with PassportEye, one JSON line for each."""

import json
import os
import resource
import sys
import time
import warnings

# One thread, as the other side is measured.
os.environ["OMP_THREAD_LIMIT"] = "1"
warnings.filterwarnings("ignore")

from passporteye import read_mrz  # noqa: E402


def cpu():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


for line in sys.stdin:
    start, spent = time.perf_counter(), cpu()
    try:
        zone = read_mrz(line.rstrip("\n"))
    except Exception:
        zone = None
    seconds, spent = time.perf_counter() - start, cpu() - spent
    fields = None
    if zone is not None:
        said = zone.to_dict()
        names = ("number", "surname", "names", "date_of_birth", "expiration_date")
        fields = [said[name].rstrip("<") for name in names]
    print(json.dumps({"seconds": seconds, "cpu_seconds": spent, "fields": fields}), flush=True)
