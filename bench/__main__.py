"""`script/bench`: every budget beside its yardstick, as a table."""

from bench import ground


def main() -> None:
    ground.enter()
    from django.db import connection

    from bench import pages, serving

    land = ground.prepare()
    page = pages.measure(land)
    connection.close()
    sending = serving.sending(land, ground.PASSWORD)
    memory = serving.memory(land, ground.PASSWORD)
    wire = serving.wire()
    print(f"\nDatabase: {connection.vendor}, {ground.PROPOSALS} proposals\n")
    print(f"{'what':58}{'measured':>16}  budget")
    for what, measured, budget in rows(page, sending, memory, wire):
        print(f"{what:58}{measured:>16}  {budget}")


def rows(page: dict, sending: dict, memory: dict, wire: dict) -> list[tuple[str, str, str]]:
    ratio = page["public"] / page["bare"]
    table = [
        ("bare Django + Jinja2 page of 50 rows (yardstick)", f"{page['bare']:.2f} ms", ""),
        ("public programme page, CPU", f"{page['public']:.2f} ms", "at most 3 ms"),
        ("  beside the yardstick", f"{ratio:.2f} x", "at most 2.5 x"),
    ]
    for who in ("coordinator", "operator"):
        table += [
            (f"{who}'s list, 50 of 20 000, by state and type, CPU", f"{page[who]:.2f} ms", "at most 6 ms"),
            ("  queries", f"{page[f'{who} queries']}", "constant"),
            ("  the same by a typed word", f"{page[f'{who} by word']:.2f} ms", "(no budget)"),
        ]
    table += [
        ("public search in 3 000 organisations, CPU", f"{page['search']:.2f} ms", "at most 6 ms"),
        ("operator's list of organisations, filtered, CPU", f"{page['registry']:.2f} ms", "at most 6 ms"),
        ("  queries", f"{page['registry queries']}", "constant"),
        ("  the same by a typed word", f"{page['registry by word']:.2f} ms", "(no budget)"),
    ]
    return [
        *table,
        ("GET of the health page, 4 clients (yardstick)", f"{sending['health']:.0f} / s", ""),
        ("proposals with 7 people sent, 4 clients", f"{sending['sent']:.0f} / s", "at least 60 / s"),
        ("web worker before", f"{memory['before']:.0f} MB", ""),
        ("  after the list was opened 1000 times", f"{memory['after']:.0f} MB", "at most 120 MB"),
        ("first page over the wire, compressed", f"{wire['kB']:.1f} kB", "at most 60 kB"),
        ("  requests", f"{wire['requests']}", "at most 6"),
    ]


if __name__ == "__main__":
    main()
