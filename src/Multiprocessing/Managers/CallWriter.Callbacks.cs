using Multiprocessing.Managers;
using Multiprocessing.Managers.Callbacks;

namespace Multiprocessing;

/// <summary>Callbacks as arguments and results.</summary>
public sealed partial class CallWriter
{
    /// <summary>What the caller lends to the call; null when it lends nothing.</summary>
    internal CallLoans? Loans { get; private set; }

    /// <summary>Writes a delegate by reference: the receiver calls it where it is, one call at a time.</summary>
    /// <typeparam name="T">The delegate's type.</typeparam>
    /// <param name="callback">The delegate; one that came from the receiver goes home.</param>
    public void WriteCallback<T>(T? callback)
        where T : Delegate
    {
        bool isHome = callback is { HasSingleTarget: true, Target: CallbackProxy { Target: var target } proxy } && target.Contract.Type == typeof(T) && IsReceivers(proxy);
        WriteLiving(isHome ? callback!.Target : callback, SharedContract.Of<T>(), OwnTurn());
    }

    /// <summary>Writes the handler of an event by reference. A turn of its own, wherever it is added: a member that waits keeps no event from others.</summary>
    internal void WriteHandler<T>(T handler)
        where T : Delegate => WriteLiving(handler, SharedContract.Of<T>(), new Turn(TurnPolicy.Interleaved));

    /// <summary>Lends what hears of progress to the call: the receiver may report until the call ends.</summary>
    /// <typeparam name="T">What is reported.</typeparam>
    /// <param name="progress">What hears of it.</param>
    public void WriteProgress<T>(IProgress<T>? progress)
    {
        // A turn of its own: the reports are handled while a member waits for the call, and all of them before it goes on.
        if (progress is null) WriteLiving(null, ProgressSink.Contract, OwnTurn());
        else WriteLoan(new ProgressSink<T>(progress), ProgressSink.Contract);
    }

    private void WriteLoan(ILent lent, SharedContract contract)
    {
        var turn = new Turn(TurnPolicy.Interleaved);
        ulong id = WriteLiving(lent, contract, turn);
        (Loans ??= new CallLoans(Receiver)).Add(id, lent, turn);
    }
}
