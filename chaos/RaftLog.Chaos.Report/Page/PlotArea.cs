using System.Globalization;
using System.Text;

namespace RaftLog.Chaos.Report;

/// <summary>A rectangle of the figure with a time axis, in the units of the drawing.</summary>
/// <param name="Left">Its left edge.</param>
/// <param name="Top">Its upper edge.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
/// <param name="StartUs">The time at the left edge.</param>
/// <param name="EndUs">The time at the right edge.</param>
internal sealed record PlotArea(double Left, double Top, double Width, double Height, long StartUs, long EndUs)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;

    /// <summary>The place of a time, inside the edges.</summary>
    public double X(long atUs) => Left + (Width * Math.Clamp((atUs - StartUs) / (double)(EndUs - StartUs), 0, 1));

    /// <summary>The place of a share of the height, 0 at the bottom.</summary>
    public double Y(double share) => Bottom - (Height * Math.Clamp(share, 0, 1));

    /// <summary>A number of the drawing, short.</summary>
    public static string N(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>A line through the points; where a share is missing the line breaks.</summary>
    public string Line(IEnumerable<(long AtUs, double? Share)> points)
    {
        var path = new StringBuilder();
        bool isDown = false;
        foreach ((long atUs, double? share) in points)
        {
            if (share is { } known)
            {
                path.Append(isDown ? 'L' : 'M').Append(N(X(atUs))).Append(' ').Append(N(Y(known)));
            }

            isDown = share is not null;
        }

        return path.ToString();
    }

    /// <summary>The area below such a line.</summary>
    public string Area(IReadOnlyList<(long AtUs, double? Share)> points) => points.Count == 0
        ? ""
        : $"{Line(points)}L{N(X(points[^1].AtUs))} {N(Bottom)}L{N(X(points[0].AtUs))} {N(Bottom)}Z";
}
