namespace TeeSim.Kernel.Drivers;

/// <summary>A driver that only passes on to another one what it is asked.</summary>
public interface IWrappedDriver
{
    /// <summary>The other one.</summary>
    object Inner { get; }
}
