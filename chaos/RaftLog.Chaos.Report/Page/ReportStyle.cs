namespace RaftLog.Chaos.Report;

/// <summary>The look of the report: light, dark and on paper.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root {
          color-scheme: light dark;
          --page: #f6f7f9; --card: #ffffff; --ink: #17202c; --soft: #5a6675; --rule: #e1e5ea; --grid: #edf0f3;
          --good: #14794a; --good-soft: #e3f4ea; --bad: #b3261e; --bad-soft: #fbe6e4;
          --acknowledged: #2463c9; --read: #d9822b; --median: #2463c9; --high: #a23bb0; --endtoend: #9aa5b1; --fault: #d0342c;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #12161c; --card: #1b2129; --ink: #e6eaf0; --soft: #9aa6b4; --rule: #2d3641; --grid: #262e38;
            --good: #5fd39a; --good-soft: #14332a; --bad: #ff8a80; --bad-soft: #40201e;
            --acknowledged: #6ea8ff; --read: #f0a860; --median: #6ea8ff; --high: #d68ae2; --endtoend: #6c7886; --fault: #ff6b60;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        main { max-width: 1140px; margin: 0 auto; padding: 28px 20px 48px; }
        header, section { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 20px 24px; margin-bottom: 16px; }
        header { border-top: 6px solid var(--tone); }
        .eyebrow { color: var(--soft); font-size: 13px; margin: 0 0 10px; }
        h1 { font-size: 30px; line-height: 1.2; margin: 0; display: flex; gap: 14px; align-items: center; }
        h1 .badge { font-size: 15px; font-weight: 700; letter-spacing: .04em; color: var(--tone); background: var(--tone-soft); border-radius: 6px; padding: 6px 12px; }
        .headline { font-size: 18px; margin: 12px 0 0; }
        .what { color: var(--soft); margin: 4px 0 0; }
        .tiles { display: grid; grid-template-columns: repeat(6, 1fr); gap: 12px; margin-top: 20px; }
        .tile { border: 1px solid var(--rule); border-radius: 8px; padding: 10px 14px; }
        .tile b { display: block; font-size: 22px; line-height: 1.25; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .tile span { color: var(--soft); font-size: 12.5px; }
        .tile.bad b { color: var(--bad); }
        h2 { font-size: 17px; margin: 0 0 12px; }
        .note { color: var(--soft); font-size: 13px; margin: 10px 0 0; }
        table { border-collapse: collapse; width: 100%; font-size: 14px; }
        table + table { margin-top: 18px; }
        th { text-align: left; color: var(--soft); font-weight: 600; font-size: 12.5px; padding: 0 12px 6px 0; vertical-align: bottom; border-bottom: 1px solid var(--rule); }
        td { padding: 7px 12px 7px 0; border-bottom: 1px solid var(--grid); vertical-align: top; }
        tr:last-child td { border-bottom: 0; }
        .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        td:last-child, th:last-child { padding-right: 0; }
        .state { white-space: nowrap; font-weight: 600; width: 92px; }
        .holds { color: var(--good); }
        .broken { color: var(--bad); }
        .name { font-weight: 600; width: 270px; white-space: nowrap; }
        .examples { margin: 6px 0 0; padding-left: 18px; color: var(--bad); font-size: 13px; }
        .bar { width: 16%; vertical-align: middle; }
        .bar div { height: 9px; min-width: 2px; border-radius: 2px; background: var(--fault); }
        .each td, .each th { padding-right: 14px; }
        .facts { display: grid; grid-template-columns: repeat(3, 1fr); gap: 8px 32px; }
        .facts h3 { font-size: 13px; color: var(--soft); margin: 0 0 6px; }
        dl { display: grid; grid-template-columns: auto 1fr; gap: 3px 14px; margin: 0; font-size: 13.5px; align-content: start; }
        dt { color: var(--soft); }
        dd { margin: 0; overflow-wrap: anywhere; }
        pre { background: var(--page); border: 1px solid var(--rule); border-radius: 6px; padding: 10px 14px; margin: 0 0 16px; overflow-x: auto; font-size: 13.5px; }
        svg { display: block; width: 100%; height: auto; }
        svg text { font-family: inherit; }
        .panel { font-size: 13px; font-weight: 600; fill: var(--ink); }
        .tick { font-size: 11px; fill: var(--soft); font-variant-numeric: tabular-nums; }
        .number { font-size: 10.5px; font-weight: 600; fill: var(--fault); }
        .grid { stroke: var(--grid); stroke-width: 1; }
        .axis { stroke: var(--soft); stroke-width: 1; }
        .lane { fill: var(--grid); }
        .fault { fill: var(--fault); fill-opacity: .13; }
        .silence { fill: var(--fault); }
        .line { fill: none; stroke-width: 1.5; stroke-linejoin: round; }
        .acknowledged.line { stroke: var(--acknowledged); }
        .acknowledged.area { fill: var(--acknowledged); fill-opacity: .16; }
        .read.line { stroke: var(--read); stroke-width: 1.2; }
        .median.line { stroke: var(--median); }
        .high.line { stroke: var(--high); }
        .endtoend.line { stroke: var(--endtoend); stroke-width: 1.2; }
        .acknowledged.swatch { fill: var(--acknowledged); } .read.swatch { fill: var(--read); }
        .median.swatch { fill: var(--median); } .high.swatch { fill: var(--high); } .endtoend.swatch { fill: var(--endtoend); }
        .fault.swatch { fill-opacity: .3; }
        @media (max-width: 900px) { .tiles { grid-template-columns: repeat(3, 1fr); } .facts { grid-template-columns: 1fr; } }
        @media print {
          :root { --page: #fff; }
          body { font-size: 12px; }
          main { max-width: none; padding: 0; }
          header, section { break-inside: avoid; margin-bottom: 10px; }
          section.long { break-inside: auto; }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }
        """;
}
