namespace TeeSim.Testing;

/// <summary>
/// An assertion of TeeSim.Testing does not hold, or a script of a test is wrong. The message is the whole story; no test
/// framework needs to know this type.
/// </summary>
public sealed class TeeAssertException : Exception
{
    /// <summary>Says what does not hold.</summary>
    /// <param name="message">What, on as many lines as it takes.</param>
    public TeeAssertException(string message) : base(message)
    {
    }

    /// <summary>Says what does not hold, and what led to it.</summary>
    /// <param name="message">What, on as many lines as it takes.</param>
    /// <param name="innerException">What led to it.</param>
    public TeeAssertException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>Says nothing; only for completeness.</summary>
    public TeeAssertException()
    {
    }
}
