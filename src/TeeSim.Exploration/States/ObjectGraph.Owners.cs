using System.Runtime.InteropServices;
using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Words;

namespace TeeSim.Exploration.States;

/// <summary>Who owns what.</summary>
internal sealed partial class ObjectGraph<TWord>
{
    private void FindOwned()
    {
        _order.Clear();
        Visit(_world.Statics.Start, _world.Statics.Size, holder: Nothing);
        Visit(_world.Heap.Context, (ulong)Heap.ContextSize(_world.Options.Profile.Abi, _world.Options.Profile.Heap), holder: Nothing);
        for (int i = 0; i < _order.Count; i++) VisitBuffer(_order[i]);
    }

    // A region holds its object and nothing else: its links belong to the table. An entry of a page pool holds nothing: its links belong to the pool.
    private void VisitBuffer(int buffer)
    {
        if (_notes[buffer].Region is var region and not Nothing)
        {
            if (_regions[region].Mobj != Nothing) Own(_regions[region].Mobj);
            return;
        }

        MdbgEntry entry = _buffers[buffer];
        CallSite site = SiteOf(buffer);
        if (site == _world.CallSites.TeeMmAlloc || site == _world.CallSites.TeeMmAlloc2) return;
        int context = _contextBuffers.IndexOf(buffer);
        if (context >= 0) OwnPagesOf(context);
        Visit(entry.Payload, entry.Size, buffer);
    }

    // What a TA's loading has mapped belongs to its context.
    private void OwnPagesOf(int context)
    {
        foreach (TableRegion region in _regions)
        {
            if (region.Context != context || region.Mobj == Nothing) continue;
            if (SiteOf(region.Mobj) == _world.CallSites.MobjWithFobj) Own(region.Buffer);
        }
    }

    // The core itself never remembers what it has mapped by its va: what is equal to one there, such as the end of a stack, is so by chance.
    private void Visit(ulong start, ulong size, int holder)
    {
        ReadOnlySpan<TWord> words = Words(start, size);
        bool? keepsVas = null;
        bool? speaksOfContexts = null;
        for (int i = 0; i < words.Length; i++)
        {
            ulong word = words[i].Value;
            if (word - _heapStart < (ulong)_map.Length << GranuleShift)
            {
                if (holder == Nothing || !IsTableHead(start + (ulong)(i * TWord.Size))) OwnTarget(word);
            }
            else if (word - _userVa.Start < _userVa.Size && Align.Is(word, Mmu.Pages.SmallPageSize) && _vas.Contains(word))
            {
                keepsVas ??= holder == Nothing || !_world.IsCoreSite(SiteOf(holder));
                if (!keepsVas.Value) continue;
                speaksOfContexts ??= holder != Nothing && SpeaksOfAnyContext(words);
                OwnByVa(word, words, speaksOfContexts.Value);
            }
        }
    }

    private CallSite SiteOf(int buffer) => new(_buffers[buffer].File, _buffers[buffer].Line);

    // An address of a TA means something in one context only: a holder that points to other contexts does not speak of this one.
    private void OwnByVa(ulong va, ReadOnlySpan<TWord> words, bool speaksOfContexts)
    {
        for (int i = 0; i < _vas.Count; i++)
        {
            if (_vas[i] != va || _notes[_regions[i].Buffer].Number != Nothing) continue;
            if (!speaksOfContexts || SpeaksOf(words, _contextBuffers[_regions[i].Context])) Own(_regions[i].Buffer);
        }
    }

    private bool SpeaksOfAnyContext(ReadOnlySpan<TWord> words)
    {
        foreach (int context in _contextBuffers)
        {
            if (context != Nothing && SpeaksOf(words, context)) return true;
        }

        return false;
    }

    private bool SpeaksOf(ReadOnlySpan<TWord> words, int buffer)
    {
        foreach (TWord word in words)
        {
            if (Holding(word.Value) == buffer) return true;
        }

        return false;
    }

    private bool IsTableHead(ulong address)
    {
        foreach (ulong context in CollectionsMarshal.AsSpan(_contexts))
        {
            if (address - context < (ulong)(2 * TWord.Size)) return true;
        }

        return false;
    }

    // Who holds an object's address holds the regions that map it.
    private void OwnTarget(ulong word)
    {
        int target = Holding(word);
        if (target == Nothing) return;
        Own(target);
        for (int region = _notes[target].MappedBy; region != Nothing; region = _regions[region].NextOfMobj)
        {
            if (word == _regions[region].MobjAddress) Own(_regions[region].Buffer);
        }
    }

    private void Own(int buffer)
    {
        if (_notes[buffer].Number != Nothing) return;
        _notes[buffer].Number = _order.Count;
        _order.Add(buffer);
    }
}
