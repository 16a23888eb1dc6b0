using FsCheck.Xunit;

// In every project that has properties: they try the same cases each time. One that fails prints its name, this seed, and the seed of the
// failing case, which can be pasted into its own [Property(Replay = "...")] to start there.
[assembly: Properties(Replay = "20200403,3101", QuietOnSuccess = true)]
