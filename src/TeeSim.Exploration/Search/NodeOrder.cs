namespace TeeSim.Exploration.Search;

/// <summary>The states of a graph by depth.</summary>
internal sealed class NodeOrder
{
    private readonly int[] _byDepth;

    public NodeOrder(StateGraph graph)
    {
        int count = graph.NodeCount;
        int deepest = 0;
        for (int i = 0; i < count; i++) deepest = Math.Max(deepest, graph.Node(i).Depth);
        int[] places = new int[deepest + 2];
        for (int i = 0; i < count; i++) places[graph.Node(i).Depth + 1]++;
        for (int d = 0; d <= deepest; d++) places[d + 1] += places[d];
        _byDepth = new int[count];
        for (int i = 0; i < count; i++) _byDepth[places[graph.Node(i).Depth]++] = i;
    }

    /// <summary>From the start on.</summary>
    public ReadOnlySpan<int> ShallowestFirst => _byDepth;

    /// <summary>Back to the start.</summary>
    public IEnumerable<int> DeepestFirst()
    {
        for (int i = _byDepth.Length - 1; i >= 0; i--) yield return _byDepth[i];
    }
}
