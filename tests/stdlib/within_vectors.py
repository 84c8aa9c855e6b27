#!/usr/bin/env python3
"""Writes within_vectors.txt: whether a time is within a schedule, by Python's zoneinfo and by laying
every window out as a pair of dates and clock times, where the library looks at one week.

A line, separated by tabs: zone, schedule, holidays (or -), UTC time, 0 or 1. Around the edges of
windows and changes of the clock: one second before, the second, one after, and times in between.

    python3 within_vectors.py > within_vectors.txt
"""
import datetime
import random
import re
import zoneinfo

UTC = datetime.timezone.utc
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
DAY = datetime.timedelta(days=1)


def days_of(text):
    named = set()
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        at, end = DAYS.index(first), DAYS.index(last or first)
        while True:
            named.add(at)
            if at == end:
                break
            at = (at + 1) % 7
    return named


def windows_of(schedule):
    """(days, begin, end) in minutes; end may be beyond 24 hours."""
    found = []
    for entry in schedule.split(";"):
        match = re.fullmatch(r"\s*(?:([A-Z][A-Za-z, -]*?)\s+)?([0-9:, -]+?)\s*", entry)
        named = days_of(match[1]) if match[1] else set(range(7))
        for window in match[2].split(","):
            begin, end = (int(t[:2]) * 60 + int(t[3:]) for t in window.strip().split("-"))
            found.append((named, begin, end if end > begin else end + 1440))
    return found


def is_within(time, zone, schedule, holidays):
    clock = time.astimezone(zone).replace(tzinfo=None)
    if clock.date().isoformat() in holidays:
        return False
    for first in (clock.date() - DAY, clock.date()):
        if first.isoformat() in holidays:
            continue
        midnight = datetime.datetime.combine(first, datetime.time())
        for named, begin, end in windows_of(schedule):
            start = midnight + datetime.timedelta(minutes=begin)
            stop = midnight + datetime.timedelta(minutes=end)
            if first.weekday() in named and start <= clock < stop:
                return True
    return False


SCHEDULES = [
    "Tue-Thu 22:00-04:00",
    "Mon-Fri 08:00-12:00,13:00-17:00; Sat 09:00-12:00",
    "22:00-04:00",
    "00:00-24:00",
    "Sun 00:00-24:00",
    "Sat-Mon 23:30-00:30",
    "Fri-Tue 06:00-05:59",
    "Mon, Wed ,Fri 12:00-12:01 , 18:00-00:00;Sun 02:00-03:00",
    "Sun 02:30-01:30",
]
HOLIDAYS = [[], ["2026-12-25", "2026-12-26", "2026-03-29", "2026-10-25"]]
ZONES = ["Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC",
         "Pacific/Kiritimati"]
# Weeks with a change of the clock, a holiday, an end of a year, and one long ago.
WEEKS = ["2026-03-26", "2026-10-23", "2026-12-22", "2027-12-29", "2026-04-03", "1969-12-29"]


def main():
    chosen = random.Random(3)
    for name in ZONES:
        zone = zoneinfo.ZoneInfo(name)
        for schedule in SCHEDULES:
            for holidays in HOLIDAYS:
                times = set()
                for week in WEEKS:
                    first = datetime.datetime.fromisoformat(week)
                    edges = []
                    for day in range(7):
                        for _, begin, end in windows_of(schedule):
                            for minute in (begin, end):
                                clock = first + datetime.timedelta(days=day, minutes=minute)
                                edges.append(clock.replace(tzinfo=zone).astimezone(UTC))
                    for edge in chosen.sample(edges, 1):
                        times |= {edge + datetime.timedelta(seconds=s) for s in (-1, 0)}
                    start = first.replace(tzinfo=UTC)
                    times.add(start + datetime.timedelta(seconds=chosen.randrange(7 * 86_400)))
                for time in sorted(times):
                    print(name, schedule, ",".join(holidays) or "-",
                          time.strftime("%Y-%m-%dT%H:%M:%SZ"),
                          int(is_within(time, zone, schedule, holidays)), sep="\t")


main()
