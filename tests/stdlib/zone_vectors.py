#!/usr/bin/env python3
"""Writes zone_vectors.txt: offsets from UTC of time zones by Python's zoneinfo, which reads the same
tables as the library does, with other code.

A line: zone, UTC time, seconds east of UTC. Around changes of the offset: one second before, the
change, and some time after. Times to come only for zones whose rules have been the same for long;
the past is as the tables of 2025 have it.

    python3 zone_vectors.py > zone_vectors.txt
    python3 zone_vectors.py --all                  # every zone, every change: some 300,000 lines
"""
import datetime
import sys
import zoneinfo

UTC = datetime.timezone.utc
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)
STEADY = ["Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "Australia/Sydney"]
ZONES = STEADY + [
    "Africa/Casablanca", "Africa/Monrovia", "America/Argentina/Buenos_Aires", "America/Juneau",
    "America/Port-au-Prince", "America/Sao_Paulo", "America/St_Johns", "Antarctica/Troll",
    "Asia/Kathmandu", "Asia/Kolkata", "Asia/Manila", "Asia/Pyongyang", "Asia/Tehran",
    "Asia/Tokyo", "Atlantic/Azores", "EST5EDT", "Etc/GMT+12", "Etc/GMT-14", "Europe/Dublin",
    "Europe/Istanbul", "Europe/London", "Europe/Moscow", "GMT", "Pacific/Apia",
    "Pacific/Chatham", "Pacific/Kiritimati", "US/Central",
]


def offset(zone, second):
    time = EPOCH + datetime.timedelta(seconds=second)
    return int(time.astimezone(zone).utcoffset().total_seconds())


def change_between(zone, low, high):
    """The first second after `low` of another offset, if those at the ends differ."""
    before = offset(zone, low)
    while high - low > 1:
        middle = (low + high) // 2
        if offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    return high


def changes(zone, first_year, last_year, step):
    def second(year):
        return int((datetime.datetime(year, 1, 1, tzinfo=UTC) - EPOCH).total_seconds())

    found = []
    at = second(first_year)
    while at < second(last_year + 1):
        if offset(zone, at) != offset(zone, at + step):
            found.append(change_between(zone, at, at + step))
        at += step
    return found


def main():
    every = "--all" in sys.argv
    names = sorted(zoneinfo.available_timezones()) if every else sorted(ZONES)
    week = 7 * 86_400
    for name in names:
        if name in ("localtime", "Factory"):
            continue
        zone = zoneinfo.ZoneInfo(name)
        found = changes(zone, 1840, 2199, week if every else 2 * week)
        if not every:
            past = [c for c in found if c < 1_700_000_000]
            ahead = [c for c in found if c >= 2_000_000_000] if name in STEADY else []
            found = past[:1] + past[1::max(1, len(past) // 4)] + past[-1:]
            found += ahead[: 2] + ahead[-2:] + ahead[9:: max(1, len(ahead) // 3)]
        seconds = {-5_000_000_000, 0} | ({6_900_000_000} if every or name in STEADY else set())
        for change in found:
            seconds |= {change - 1, change, change + 5 * 86_400 + 12_345}
        for second in sorted(seconds):
            time = EPOCH + datetime.timedelta(seconds=second)
            print(name, time.strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20), offset(zone, second))


main()
