using TeeSim.Core.Profiles;
using TeeSim.Kernel.Statistics;

namespace TeeSim.Kernel.Tests.Statistics;

/// <summary>The bytes of a slot, written out by hand.</summary>
public class AllocStatsBufferTests
{
    private static readonly PoolStatistics Pool = new("Heap", 0x0102, 0x0304, 0x0506_0708, 9, 0x0a, 0xffff_ffff, 0x1112_1314_1516_1718);

    [Fact]
    public void Up_to_4_5_a_slot_has_56_bytes()
    {
        byte[] slot = new byte[56];
        Array.Fill(slot, (byte)0xcc);

        AllocStatsBuffer.Encode(Pool, slot, StatsOptions.Optee310);

        AllocStatsBuffer.SlotBytes(StatsOptions.Optee310).ShouldBe(56);
        Convert.ToHexStringLower(slot).ShouldBe(
            "48656170" + new string('0', 56) + "02010000" + "04030000" + "08070605" + "09000000" + "0a000000" + "ffffffff");
    }

    [Fact]
    public void In_4_10_the_sum_of_squares_follows_the_name()
    {
        byte[] slot = new byte[64];

        AllocStatsBuffer.Encode(Pool, slot, StatsOptions.Optee410);

        AllocStatsBuffer.SlotBytes(StatsOptions.Optee410).ShouldBe(64);
        Convert.ToHexStringLower(slot).ShouldBe(
            "48656170" + new string('0', 56) + "1817161514131211" + "02010000" + "04030000" + "08070605" + "09000000" + "0a000000"
            + "ffffffff");
    }

    [Fact]
    public void What_was_written_is_read_again()
    {
        foreach (StatsOptions options in (StatsOptions[])[StatsOptions.Optee310, StatsOptions.Optee410])
        {
            int slot = AllocStatsBuffer.SlotBytes(options);
            byte[] buffer = new byte[(2 * slot) + 1];
            AllocStatsBuffer.Encode(Pool, buffer.AsSpan(0, slot), options);
            AllocStatsBuffer.Encode(Pool with { Name = "other" }, buffer.AsSpan(slot, slot), options);

            PoolStatistics expected = options.Free2Sum ? Pool : Pool with { Free2Sum = 0 };
            AllocStatsBuffer.Decode(buffer, options).ShouldBe([expected, expected with { Name = "other" }], "the odd byte is no slot");
        }
    }

    [Fact]
    public void A_name_without_end_is_32_bytes_long()
    {
        byte[] slot = new byte[56];
        slot.AsSpan(0, 32).Fill((byte)'a');

        AllocStatsBuffer.Decode(slot, StatsOptions.Optee310)[0].Name.ShouldBe(new string('a', 32));
        AllocStatsBuffer.Encode(Pool with { Name = new string('b', 40) }, slot, StatsOptions.Optee310);
        AllocStatsBuffer.Decode(slot, StatsOptions.Optee310)[0].Name.ShouldBe(new string('b', 31));
    }
}
