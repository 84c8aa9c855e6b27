"""Draws docs/scale.svg from the benchmarks of scale: scale_chart.py FIGURES.json > docs/scale.svg. FIGURES.json is what
bylaw_bench --benchmark_filter='^Scale' --benchmark_out=FIGURES.json --benchmark_out_format=json writes."""
import json
import math
import sys

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 300, 240, 52, 30, 34, 40
RULES = [10, 100, 1_000, 10_000, 100_000]
NS = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}
# Title, and the lines of each panel: benchmark, label, color.
PANELS = [
    ("compile", [("ScaleCompile", "", "#2563eb")]),
    ("load and verify", [("ScaleAdopt", "", "#2563eb")]),
    ("decide", [("ScaleDecideAnyAction", "any of all actions", "#dc2626"), ("ScaleDecideFiveActions", "five actions", "#2563eb")]),
]


def figures(path):
    """(benchmark, rules) → nanoseconds; the median, where it was repeated."""
    times = {}
    for run in json.load(open(path))["benchmarks"]:
        if run.get("aggregate_name", "median") == "median":
            name, rules = run["name"].removesuffix("_median").split("/")[:2]
            times[name, int(rules)] = run["real_time"] * NS[run["time_unit"]]
    return times


def time_text(ns):
    for unit in ("s", "ms", "us"):
        if ns >= NS[unit]:
            return f"{ns / NS[unit]:.3g} {unit.replace('u', 'µ')}"
    return f"{ns:.3g} ns"


def panel(index, title, lines, times):
    values = [times[name, rules] for name, _, _ in lines for rules in RULES]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    left, right, bottom = index * WIDTH + LEFT, (index + 1) * WIDTH - RIGHT, HEIGHT - BOTTOM

    def x(rules):
        return left + (right - left) * (math.log10(rules) - 1) / 4

    def y(ns):
        return bottom - (bottom - TOP) * (math.log10(ns) - low) / (high - low)

    yield f'<text x="{left}" y="18" class="title">{title}</text>'
    for power in range(low, high + 1):
        yield f'<line x1="{left}" x2="{right}" y1="{y(10**power):.1f}" y2="{y(10**power):.1f}" class="grid"/>'
        yield f'<text x="{left - 6}" y="{y(10**power) + 4:.1f}" text-anchor="end">{time_text(10**power)}</text>'
    for rules in RULES:
        yield f'<text x="{x(rules):.1f}" y="{bottom + 16}" text-anchor="middle">{rules:,}</text>'
    yield f'<text x="{(left + right) / 2:.1f}" y="{bottom + 32}" text-anchor="middle">rules</text>'
    for place, (name, label, color) in enumerate(lines):
        points = [(x(rules), y(times[name, rules])) for rules in RULES]
        path = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
        yield f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>'
        for (px, py), rules in zip(points, RULES):
            yield f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3" fill="{color}"/>'
        last = points[-1]
        yield (f'<text x="{last[0]:.1f}" y="{last[1] - 8:.1f}" text-anchor="end" fill="{color}">'
               f'{time_text(times[name, RULES[-1]])}</text>')
        if label:
            yield f'<text x="{left + 8}" y="{TOP + 14 + 16 * place}" fill="{color}">{label}</text>'


def main():
    times = figures(sys.argv[1])
    width = WIDTH * len(PANELS)
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT}" viewBox="0 0 {width} {HEIGHT}" role="img"'
          ' aria-label="Time to compile, load and decide, from ten rules to a hundred thousand">')
    print('<style>text{font:12px sans-serif}.title{font-weight:bold}.grid{stroke:#d1d5db;stroke-width:1}</style>')
    print(f'<rect width="{width}" height="{HEIGHT}" fill="white"/>')
    for index, (title, lines) in enumerate(PANELS):
        print("\n".join(panel(index, title, lines, times)))
    print("</svg>")


main()
