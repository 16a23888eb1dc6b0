using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using TeeSim.Core.Lists;
using TeeSim.Core.Memory;
using TeeSim.Core.Words;

namespace TeeSim.Core.Tests.Lists;

/// <summary>Every operation against a plain list, every link word by word. The seed is fixed.</summary>
[Properties(Arbitrary = [typeof(TailQueueTests)], MaxTest = 300)]
public class TailQueueTests
{
    private const ulong Head = 0x1010;
    private const int Elements = 10;
    private const int LinkOffset = 12;

    public enum Kind
    {
        InsertHead,
        InsertTail,
        InsertBefore,
        InsertAfter,
        Remove,
    }

    public sealed record Step(Kind Kind, int Element, int Position);

    public static Arbitrary<Step[]> Steps() => Arb.From(
        (from kind in Gen.Elements(Enum.GetValues<Kind>())
         from element in Gen.Choose(0, Elements - 1)
         from position in Gen.Choose(0, Elements - 1)
         select new Step(kind, element, position)).ArrayOf());

    [Property]
    public void It_equals_a_plain_list_on_ILP32(Step[] steps) => EqualsPlainList<Word32>(steps);

    [Property]
    public void It_equals_a_plain_list_on_LP64(Step[] steps) => EqualsPlainList<Word64>(steps);

    [Fact]
    public void An_empty_list_points_at_itself()
    {
        (SimulatedMemory memory, TailQueue<Word32> queue) = Create<Word32>();

        queue.First.ShouldBe(0UL);
        queue.Last.ShouldBe(0UL);
        memory.Read<uint>(Head).ShouldBe(0u);
        memory.Read<uint>(Head + 4).ShouldBe((uint)Head);
    }

    [Fact]
    public void A_removed_element_keeps_its_words()
    {
        (SimulatedMemory memory, TailQueue<Word32> queue) = Create<Word32>();
        foreach (int i in new[] { 0, 1, 2 }) queue.InsertTail(Element(i));

        queue.Remove(Element(1));

        memory.Read<uint>(Element(1) + LinkOffset).ShouldBe((uint)Element(2));
        memory.Read<uint>(Element(1) + LinkOffset + 4).ShouldBe((uint)Element(0) + LinkOffset);
    }

    private static void EqualsPlainList<TWord>(Step[] steps) where TWord : unmanaged, IWord<TWord>
    {
        (SimulatedMemory memory, TailQueue<TWord> queue) = Create<TWord>();
        var plain = new List<ulong>();
        foreach (Step step in steps)
        {
            Do(step, queue, plain);
            ShouldHaveLinksOf(plain, memory, queue);
        }
    }

    private static void Do<TWord>(Step step, TailQueue<TWord> queue, List<ulong> plain) where TWord : unmanaged, IWord<TWord>
    {
        ulong element = Element(step.Element);
        bool isIn = plain.Contains(element);
        if (step.Kind == Kind.Remove)
        {
            if (!isIn) return;
            queue.Remove(element);
            plain.Remove(element);
            return;
        }

        if (isIn) return;
        int at = plain.Count == 0 ? 0 : step.Position % plain.Count;
        switch (step.Kind)
        {
            case Kind.InsertHead:
                queue.InsertHead(element);
                plain.Insert(0, element);
                break;
            case Kind.InsertTail:
                queue.InsertTail(element);
                plain.Add(element);
                break;
            case Kind.InsertBefore when plain.Count > 0:
                queue.InsertBefore(plain[at], element);
                plain.Insert(at, element);
                break;
            case Kind.InsertAfter when plain.Count > 0:
                queue.InsertAfter(plain[at], element);
                plain.Insert(at + 1, element);
                break;
        }
    }

    private static void ShouldHaveLinksOf<TWord>(List<ulong> plain, SimulatedMemory memory, TailQueue<TWord> queue)
        where TWord : unmanaged, IWord<TWord>
    {
        ulong w = (ulong)TWord.Size;
        queue.First.ShouldBe(plain.FirstOrDefault());
        queue.Last.ShouldBe(plain.LastOrDefault());
        ulong pointer = Head;
        foreach (ulong element in plain)
        {
            memory.Read<TWord>(pointer).Value.ShouldBe(element);
            memory.Read<TWord>(element + LinkOffset + w).Value.ShouldBe(pointer, "prev is the address of the word that points here");
            pointer = element + LinkOffset;
            queue.Next(element).ShouldBe(memory.Read<TWord>(pointer).Value);
        }

        memory.Read<TWord>(pointer).Value.ShouldBe(0UL);
        memory.Read<TWord>(Head + w).Value.ShouldBe(pointer, "last is the address of the word that ends the list");
    }

    private static ulong Element(int index) => 0x2000 + (ulong)index * 0x40;

    private static (SimulatedMemory Memory, TailQueue<TWord> Queue) Create<TWord>() where TWord : unmanaged, IWord<TWord>
    {
        var memory = new SimulatedMemory();
        memory.AddSegment("data", 0x1000, 0x100);
        memory.AddSegment("elements", 0x2000, Elements * 0x40);
        memory.WriteBytes(0x1000, 0x100).Fill(0xcc);
        memory.WriteBytes(0x2000, Elements * 0x40).Fill(0xcc);
        var queue = new TailQueue<TWord>(memory, Head, LinkOffset);
        queue.Init();
        return (memory, queue);
    }
}
