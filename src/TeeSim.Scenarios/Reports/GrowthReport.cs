namespace TeeSim.Scenarios.Reports;

/// <summary>What allocated blocks and regions did over a repeat, or over the whole script.</summary>
/// <param name="Line">The line of the repeat; 0 for the whole script.</param>
/// <param name="Repetitions">How often it ran; 0 for the whole script.</param>
/// <param name="Sites">Call sites that have or had blocks, ordered by file and line.</param>
/// <param name="Regions">TAs that have or had regions, in the order of the script.</param>
public sealed record GrowthReport(int Line, long Repetitions, IReadOnlyList<SiteGrowth> Sites, IReadOnlyList<RegionGrowth> Regions);

/// <summary>The blocks of one call site.</summary>
/// <param name="Site"><c>core/arch/arm/mm/mobj.c:168</c>.</param>
/// <param name="Function">The function that allocates there, or empty.</param>
/// <param name="BlocksBefore">Allocated blocks before.</param>
/// <param name="BytesBefore">Their payload bytes.</param>
/// <param name="BlocksAfter">Allocated blocks after.</param>
/// <param name="BytesAfter">Their payload bytes.</param>
/// <param name="EachTime">
/// What every repetition adds, the first left out as a warm-up; null when repetitions differ or there is only one.
/// </param>
public sealed record SiteGrowth(
    string Site, string Function, long BlocksBefore, long BytesBefore, long BlocksAfter, long BytesAfter, SiteStep? EachTime);

/// <summary>What one repetition adds to a call site.</summary>
/// <param name="Blocks">Blocks; negative when they become fewer.</param>
/// <param name="Bytes">Payload bytes.</param>
public sealed record SiteStep(long Blocks, long Bytes);

/// <summary>The regions of one TA.</summary>
/// <param name="Ta">What the script calls it.</param>
/// <param name="Before">Regions before.</param>
/// <param name="After">Regions after.</param>
/// <param name="EachTime">What every repetition adds; null when repetitions differ or there is only one.</param>
public sealed record RegionGrowth(string Ta, long Before, long After, long? EachTime);
