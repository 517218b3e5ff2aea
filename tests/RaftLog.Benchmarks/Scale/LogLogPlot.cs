using System.Globalization;
using System.Text;

namespace RaftLog.Benchmarks.Scale;

/// <summary>A grid of small plots with logarithmic axes, as SVG. A straight line of slope one is cost in proportion; flat is no cost at all.</summary>
internal sealed class LogLogPlot(int columns, int rows)
{
    private const double PanelWidth = 250;
    private const double PanelHeight = 170;
    private const double Left = 52;
    private const double Right = 12;
    private const double Top = 24;
    private const double Bottom = 34;
    private const double FontSize = 10;

    private readonly StringBuilder _svg = new();

    /// <summary>Draws one plot at its place in the grid.</summary>
    public void Add(int column, int row, string x, string y, IReadOnlyList<(double X, double Y)> points)
    {
        // Zero has no place on a logarithmic axis.
        (double X, double Y)[] shown = [.. points.Where(point => point is { X: > 0, Y: > 0 })];
        Write($"<g transform=\"translate({column * PanelWidth},{row * PanelHeight})\">");
        Text(Left, Top - 9, y, "start", "font-weight=\"bold\"");
        Text((Left + PanelWidth - Right) / 2, PanelHeight - 5, x, "middle");
        if (shown.Length > 0)
        {
            var across = LogAxis.Over(shown.Select(point => point.X), Left, PanelWidth - Right);
            var upward = LogAxis.Over(shown.Select(point => point.Y), PanelHeight - Bottom, Top);
            Grid(across, upward);
            string line = string.Join(' ', shown.Select(point => Number($"{across.At(point.X):0.#},{upward.At(point.Y):0.#}")));
            Write($"<polyline points=\"{line}\" fill=\"none\" stroke=\"#1f77b4\" stroke-width=\"1.8\"/>");
            foreach ((double px, double py) in shown)
            {
                Write($"<circle cx=\"{across.At(px):0.#}\" cy=\"{upward.At(py):0.#}\" r=\"2.6\" fill=\"#1f77b4\"/>");
            }
        }

        Write($"</g>");
    }

    public string ToSvg()
    {
        string size = Number($"width=\"{columns * PanelWidth}\" height=\"{rows * PanelHeight}\" viewBox=\"0 0 {columns * PanelWidth} {rows * PanelHeight}\"");
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" {size} font-family=\"sans-serif\" font-size=\"{FontSize}\">\n"
            + "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n" + _svg + "</svg>\n";
    }

    private void Grid(LogAxis across, LogAxis upward)
    {
        foreach (double power in across.Powers)
        {
            double at = across.At(power);
            Write($"<line x1=\"{at:0.#}\" y1=\"{Top}\" x2=\"{at:0.#}\" y2=\"{PanelHeight - Bottom}\" stroke=\"#ddd\"/>");
            Text(at, PanelHeight - Bottom + 13, LogAxis.Label(power), "middle");
        }

        foreach (double power in upward.Powers)
        {
            double at = upward.At(power);
            Write($"<line x1=\"{Left}\" y1=\"{at:0.#}\" x2=\"{PanelWidth - Right}\" y2=\"{at:0.#}\" stroke=\"#ddd\"/>");
            Text(Left - 5, at + 3, LogAxis.Label(power), "end");
        }

        Write($"<rect x=\"{Left}\" y=\"{Top}\" width=\"{PanelWidth - Right - Left}\" height=\"{PanelHeight - Bottom - Top}\" fill=\"none\" stroke=\"#888\"/>");
    }

    private void Text(double x, double y, string text, string anchor, string more = "") =>
        Write($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\" {more}>{System.Security.SecurityElement.Escape(text)}</text>");

    private void Write(FormattableString line) => _svg.Append(Number(line)).Append('\n');

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
