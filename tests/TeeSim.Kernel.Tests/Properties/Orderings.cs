using FsCheck;
using FsCheck.Fluent;

namespace TeeSim.Kernel.Tests.Properties;

/// <summary>
/// Generates orderings: up to four channels with buffers of their own. Each open is closed and each map unmapped, in the order of its own
/// process; the two are then mixed. A patient input service waits for the player's last unmap before it closes: always, now and then, or
/// never.
/// </summary>
public static class Orderings
{
    public const int BuffersPerChannel = 2;

    private const int Always = 10;

    private static readonly string[] Profiles = ["amlogic-3.9-arm32", "optee-3.10-arm32", "lp64"];

    public static Arbitrary<Ordering> Ordering() => Arb.From(
        from profile in Gen.Elements(Profiles)
        from maps in Gen.Choose(1, 3)
        from patience in Gen.Elements(0, 5, Always)
        from rounds in Round.NonEmptyListOf()
        from parts in Gen.CollectToSequence(rounds.Take(8), r => Mix(r.Input, r.Player, patience))
        select new Ordering(profile, (uint)maps, [.. parts.SelectMany(p => p)]),
        Shrink);

    // One switch of one to four channels: the input service opens and closes all of them, the player maps and unmaps some buffers.
    private static Gen<(OrderedStep[] Input, OrderedStep[] Player)> Round =>
        from channels in Gen.Choose(1, 4)
        from closing in Gen.Shuffle<int>(Enumerable.Range(0, channels))
        from buffers in Gen.SubListOf<int>([.. Enumerable.Range(0, channels * BuffersPerChannel)])
        from unmapping in Gen.Shuffle<int>(buffers)
        select (
            (OrderedStep[])[
                .. Enumerable.Range(0, channels).Select(c => new OrderedStep(OrderedCall.Open, c, 0)),
                .. closing.Select(c => new OrderedStep(OrderedCall.Close, c, 0))],
            (OrderedStep[])[
                .. buffers.Select(b => new OrderedStep(OrderedCall.Map, b / BuffersPerChannel, b % BuffersPerChannel)),
                .. unmapping.Select(b => new OrderedStep(OrderedCall.Unmap, b / BuffersPerChannel, b % BuffersPerChannel))]);

    private static Gen<IEnumerable<OrderedStep>> Mix(OrderedStep[] input, OrderedStep[] player, int patience) =>
        from lead in Gen.Choose(0, input.Length)
        from gap in Gen.Choose(1, Always).Select(n => n <= patience)
        from coins in Gen.ArrayOf(Gen.Elements(true, false), input.Length + player.Length)
        select Merge(input, player, gap ? input.Length / 2 : lead, gap, coins);

    // With a gap the input service waits for the player before it closes: the right order.
    private static IEnumerable<OrderedStep> Merge(OrderedStep[] input, OrderedStep[] player, int lead, bool gap, bool[] coins)
    {
        int i = lead;
        int p = 0;
        foreach (OrderedStep step in input[..lead]) yield return step;
        foreach (bool coin in coins)
        {
            bool takesInput = p == player.Length || (coin && !gap && i < input.Length);
            if (takesInput && i < input.Length) yield return input[i++];
            else if (p < player.Length) yield return player[p++];
        }

        while (p < player.Length) yield return player[p++];
        while (i < input.Length) yield return input[i++];
    }

    // Any part of an ordering is one: calls that find nothing return so.
    private static IEnumerable<Ordering> Shrink(Ordering ordering)
    {
        int length = ordering.Steps.Length;
        for (int chunk = length / 2; chunk > 0; chunk /= 2)
        {
            for (int at = 0; at + chunk <= length; at += chunk)
                yield return ordering with { Steps = [.. ordering.Steps.Take(at), .. ordering.Steps.Skip(at + chunk)] };
        }
    }
}
