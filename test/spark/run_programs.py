"""Runs programs of random-programs.ts on PySpark and prints each answer as a line of JSON."""
import json
import math
import sys
from operator import add

from pyspark import SparkConf, SparkContext

conf = SparkConf().setAppName("random programs").setMaster("local[2]")
sc = SparkContext(conf=conf)
sc.setLogLevel("OFF")

STEPS = {
    "mapValuesAdd": lambda r, o, n: r.mapValues(lambda v: v + n),
    "filterValueAbove": lambda r, o, n: r.filter(lambda row: row[1] > n),
    "flatMapTwice": lambda r, o: r.flatMap(lambda row: [row, row]),
    "flatMapValuesRange": lambda r, o, n: r.flatMapValues(lambda v: [v + i for i in range(n)]),
    "swapSign": lambda r, o: r.map(lambda row: (row[0], -row[1])),
    "reduceByKeySum": lambda r, o, n: r.reduceByKey(add, n),
    "reduceByKeyMax": lambda r, o: r.reduceByKey(max),
    "foldByKey": lambda r, o, z, n: r.coalesce(1).foldByKey(z, add, n),
    "groupByKeyCount": lambda r, o, n: r.groupByKey(n).mapValues(lambda vs: len(list(vs))),
    "aggregateByKeyCount": lambda r, o, n: r.aggregateByKey(
        0, lambda s, v: s + (1 if v > 0 else 0), add, n
    ),
    "combineByKeySum": lambda r, o, n: r.combineByKey(
        lambda v: [v], lambda vs, v: vs + [v], add, n
    ).mapValues(sum),
    "distinct": lambda r, o, n: r.distinct(n),
    "union": lambda r, o: r.union(o),
    "unionSelf": lambda r, o: r.union(r),
    "intersection": lambda r, o: r.intersection(o),
    "subtract": lambda r, o: r.subtract(o),
    "subtractByKey": lambda r, o: r.subtractByKey(o),
    "joinSum": lambda r, o: r.join(o).mapValues(sum),
    "leftOuterJoinSum": lambda r, o: r.leftOuterJoin(o).mapValues(
        lambda p: p[0] + (100 if p[1] is None else p[1])
    ),
    "rightOuterJoinSum": lambda r, o: r.rightOuterJoin(o).mapValues(
        lambda p: (100 if p[0] is None else p[0]) + p[1]
    ),
    "fullOuterJoinSum": lambda r, o: r.fullOuterJoin(o).mapValues(
        lambda p: (100 if p[0] is None else p[0]) + (1000 if p[1] is None else p[1])
    ),
    "cogroupCounts": lambda r, o: r.cogroup(o).mapValues(
        lambda p: len(list(p[0])) * 100 + len(list(p[1]))
    ),
    "repartition": lambda r, o, n: r.repartition(n),
    "coalesce": lambda r, o, n: r.coalesce(n),
    "partitionBy": lambda r, o, n: r.partitionBy(n),
    "sortByValue": lambda r, o, asc: r.sortBy(lambda row: row[1], asc),
    "zipWithIndexDrop": lambda r, o: r.zipWithIndex().keys(),
    "keyByParity": lambda r, o: r.map(lambda row: (abs(row[1]) % 2, row[1])),
    "mapPartitionsSum": lambda r, o: r.mapPartitions(lambda it: [(0, sum(v for _, v in it))]),
    "cartesianKeys": lambda r, o: r.cartesian(o).map(lambda p: (p[0][0], p[1][1])),
}


def plain(value):
    """Numbers as JavaScript prints them: whole ones without a fraction."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


def dump(value):
    return json.dumps(plain(value), separators=(",", ":"), ensure_ascii=False)


def in_order(rows):
    # By UTF-16 code units, which the texts here share with code points.
    return sorted(dump(row) for row in rows)


def rounded(value):
    return float(f"{value:.9g}") if math.isfinite(value) else "none"


def stats(r):
    s = r.values().stats()
    return [rounded(v) for v in (s.count(), s.mean(), s.variance(), s.sum())]


ACTIONS = {
    "collect": lambda r: in_order(r.collect()),
    "count": lambda r: r.count(),
    "countByKey": lambda r: in_order(r.countByKey().items()),
    "countByValue": lambda r: in_order(r.countByValue().items()),
    "sumOfValues": lambda r: r.values().sum(),
    "statsOfValues": stats,
    "histogramOfValues": lambda r, n: r.values().histogram(n),
    "histogramOfBounds": lambda r: r.values().histogram([-20, -5, 0, 7, 20]),
    "takeOrderedValues": lambda r, n: r.values().takeOrdered(n),
    "topValues": lambda r, n: r.values().top(n),
    "reduceValues": lambda r: r.values().reduce(add),
    "foldValues": lambda r, z: r.values().fold(z, add),
    "aggregateValues": lambda r, z: r.values().aggregate(z, add, add),
    "treeReduceValues": lambda r, d: r.values().treeReduce(max, d),
    "treeAggregateValues": lambda r, z, d: r.values().treeAggregate(0, add, add, d),
    "lookup": lambda r, k: in_order(r.lookup(k)),
    "maxValue": lambda r: r.values().max(),
    "isEmpty": lambda r: r.isEmpty(),
    "keysDistinct": lambda r: in_order(r.keys().distinct().collect()),
    "partitions": lambda r: r.getNumPartitions(),
}


def pairs(rows, partitions):
    return sc.parallelize([(k, v) for k, v in rows], partitions)


def answer(program):
    other = pairs(program["other"], program["otherPartitions"])
    rdd = pairs(program["rows"], program["partitions"])
    for name, *values in program["steps"]:
        rdd = STEPS[name](rdd, other, *values)
    name, *values = program["action"]
    return ACTIONS[name](rdd, *values)


with open(sys.argv[1], encoding="utf-8") as file:
    programs = json.load(file)
for program in programs:
    try:
        line = answer(program)
    except Exception:  # what fails there shall fail here
        line = "failed"
    print(dump(line), flush=True)
