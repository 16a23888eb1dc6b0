using System.Globalization;

namespace TeeSim.Cli.Rendering;

/// <summary>Numbers with their nouns, the same in every culture.</summary>
internal static class Words
{
    /// <summary><c>1,072</c>.</summary>
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 block</c>, <c>2 blocks</c>.</summary>
    public static string Count(long value, string noun) => $"{Number(value)} {noun}{(Math.Abs(value) == 1 ? "" : "s")}";

    /// <summary><c>1 process</c>, <c>2 processes</c>.</summary>
    public static string Count(long value, string one, string many) => $"{Number(value)} {(Math.Abs(value) == 1 ? one : many)}";

    /// <summary><c>+1 block</c>, <c>-2 blocks</c>, <c>+0 blocks</c>.</summary>
    public static string Change(long value, string noun) => (value < 0 ? "" : "+") + Count(value, noun);

    /// <summary><c>1st</c>, <c>22nd</c>, <c>1,013th</c>.</summary>
    public static string Ordinal(long value) => Number(value) + (value % 100 is >= 11 and <= 13 ? "th" : (value % 10) switch
    {
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    });

    /// <summary>Simulated time: <c>1 h 2 min 3.004 s</c>.</summary>
    public static string Time(long microseconds)
    {
        TimeSpan time = TimeSpan.FromMicroseconds(microseconds);
        string hours = time.TotalHours >= 1 ? $"{(long)time.TotalHours} h " : "";
        string minutes = time.TotalMinutes >= 1 ? $"{time.Minutes} min " : "";
        return hours + minutes + string.Create(CultureInfo.InvariantCulture, $"{time.Seconds}.{time.Milliseconds:d3} s");
    }
}
