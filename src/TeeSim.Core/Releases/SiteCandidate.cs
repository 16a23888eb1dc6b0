namespace TeeSim.Core.Releases;

/// <summary>A site that a file, line and size from a log may stand for.</summary>
/// <param name="Site">The site, in one release.</param>
/// <param name="Shift">
/// Lines between the recorded line and the site: 0 for the line itself, positive when a vendor's edits would have moved it down.
/// </param>
/// <param name="Fit">
/// Whether the size fits; never <see cref="SizeFit.No"/>. <see cref="SizeFit.Unknown"/> also when no size was given.
/// </param>
public sealed record SiteCandidate(ReleaseSite Site, int Shift, SizeFit Fit);
