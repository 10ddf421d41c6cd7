namespace Strat9.Samples.Protocols;

public enum TransactionState
{
    [State(Initial = true, Final = true)] Ready,
    [State] Begun,
    [State(Final = true)] Ended,
}

/// <summary>A database transaction: begun once, and then committed or rolled back exactly once.</summary>
[Typestate(typeof(TransactionState))]
public sealed class Transaction
{
    private readonly List<string> _log = [];

    [Tests] public TransactionState State { get; private set; }

    [Transition(TransactionState.Ready, TransactionState.Begun)]
    public void Begin()
    {
        State = TransactionState.Begun;
        _log.Add("begin");
    }

    [Requires(TransactionState.Begun)]
    public void Execute(string command) => _log.Add(command);

    [Transition(TransactionState.Begun, TransactionState.Ended)]
    public void Commit()
    {
        State = TransactionState.Ended;
        _log.Add("commit");
    }

    [Transition(TransactionState.Begun, TransactionState.Ended)]
    public void Rollback()
    {
        State = TransactionState.Ended;
        _log.Add("rollback");
    }

    public string Log => string.Join(", ", _log);
}

public static class Transfers
{
    public static string Transfer(int amount, int limit)
    {
        var transaction = new Transaction();
        transaction.Begin();
        transaction.Execute($"debit {amount}");
        if (amount > limit)
        {
            transaction.Rollback();
            return transaction.Log;
        }

        transaction.Execute($"credit {amount}");
        transaction.Commit();
        return transaction.Log;
    }

    public static string Describe([Borrows] Transaction transaction) => transaction.State switch
    {
        TransactionState.Ready => "nothing yet",
        TransactionState.Begun => "under way",
        TransactionState.Ended => "over",
        _ => "",
    };
}
