using System.Globalization;
using System.Numerics;

namespace TeeSim.Exploration.Reports;

/// <summary>Numbers with their nouns, the same in every culture.</summary>
public static class Words
{
    /// <summary><c>1,072</c>.</summary>
    public static string Number(BigInteger value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 block</c>, <c>2 blocks</c>.</summary>
    public static string Count(BigInteger value, string noun) => $"{Number(value)} {noun}{(BigInteger.Abs(value).IsOne ? "" : "s")}";

    /// <summary><c>+1 block</c>, <c>-2 blocks</c>, <c>+0 blocks</c>.</summary>
    public static string Change(BigInteger value, string noun) => (value.Sign < 0 ? "" : "+") + Count(value, noun);

    /// <summary><c>0x5a399000</c>.</summary>
    public static string Address(ulong address) => string.Create(CultureInfo.InvariantCulture, $"0x{address:x8}");

    /// <summary><c>0x1000</c>.</summary>
    public static string Hex(ulong number) => string.Create(CultureInfo.InvariantCulture, $"0x{number:x}");
}
